package io.homeostat.demo.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
  @TempDir private Path folder = Path.of("unset");

  @Test
  void severalThatUnpackAtOnceShareWhatTheFirstHasUnpacked() throws Exception {
    List<CompletableFuture<PostgresBinaries>> unpacking = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      unpacking.add(CompletableFuture.supplyAsync(() -> PostgresBinaries.unpack(folder)));
    }
    for (CompletableFuture<PostgresBinaries> each : unpacking) {
      assertThat(each.get().program("postgres")).isExecutable();
    }
    try (var left = Files.list(folder)) {
      assertThat(left).as("what was unpacked twice is removed").hasSize(1);
    }
  }
}
