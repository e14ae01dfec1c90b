package io.homeostat.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsDocumentTest {

  @Test
  void theDocumentIsWhatTheServicesRead() throws Exception {
    String wanted = SettingsDocument.text();
    Path written = Path.of("target", "settings.md");
    Files.writeString(written, wanted);
    assertThat(Repository.text("docs/settings.md"))
        .as("docs/settings.md has drifted: cp tests/" + written + " docs/settings.md")
        .isEqualTo(wanted);
  }
}
