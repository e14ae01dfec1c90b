package io.homeostat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.schemas.wire.RecordType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void everyTopicAndEveryRecordTypeIsInTheReadme() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    for (Stream stream : Stream.values()) {
      assertThat(readme).as("topic").contains("| `" + stream.topic() + "` |");
    }
    for (RecordType<?> type : RecordType.all()) {
      assertThat(readme).as("record type").contains("`" + type.name() + "`");
    }
  }
}
