package io.homeostat.schemas.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFormTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void theConfigurationOnTheCommandLineSaysTheForm() throws Exception {
    assertThat(LogForm.ofArguments(words("log.form = json"))).isEqualTo(LogForm.JSON);
    assertThat(LogForm.ofArguments(words("log.form=text"))).isEqualTo(LogForm.TEXT);
    assertThat(LogForm.ofArguments(words(""))).isEqualTo(LogForm.TEXT);
  }

  @Test
  void whereItCanNotBeReadTheLogIsTextThatTellsWhy() throws Exception {
    assertThat(LogForm.ofArguments(List.of("gateway"))).isEqualTo(LogForm.TEXT);
    assertThat(LogForm.ofArguments(List.of("gateway", "--config"))).isEqualTo(LogForm.TEXT);
    assertThat(LogForm.ofArguments(List.of("--config", folder + "/absent")))
        .isEqualTo(LogForm.TEXT);
    assertThat(LogForm.ofArguments(words("log.form=xml"))).isEqualTo(LogForm.TEXT);
    assertThatThrownBy(() -> LogForm.SETTING.in(new ServiceConfig(Map.of("log.form", "xml"))))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("'log.form'")
        .hasMessageContaining("give text or json");
  }

  private List<String> words(String settings) throws Exception {
    Path file = Files.writeString(folder.resolve("some.properties"), settings);
    return List.of("--lifeline", "--config", file.toString(), "gateway");
  }
}
