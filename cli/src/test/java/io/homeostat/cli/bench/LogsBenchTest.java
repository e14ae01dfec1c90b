package io.homeostat.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.cli.CommandException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LogsBenchTest {
  private static final String LOG =
      """
      2026-01-02 03:04:05 INFO a.B - took 12 ms, all of it
      2026-01-02 03:04:06 INFO a.B - took 7 ms, all of it
      2026-01-02 03:04:07 WARN a.B - gave up
      """;

  @TempDir private Path folder = Path.of("");

  private String run() {
    StringWriter said = new StringWriter();
    LogsBench bench = new LogsBench(folder, folder.resolve("out"), new PrintWriter(said));
    bench.run();
    return said.toString();
  }

  @Test
  void aRowForEachLineAndTheScoreOfItsLabels() throws IOException {
    Path set = Files.createDirectory(folder.resolve("Shop"));
    Files.writeString(set.resolve("Shop_2k.log"), LOG);
    Files.writeString(
        set.resolve("Shop_2k.log_structured_corrected.csv"),
        "LineId,EventTemplate\n1,\"took <*>, all of it\"\n2,\"took <*>, all of it\"\n3,gave up\n");

    assertThat(run()).containsPattern("Shop +3 +1\\.0000").contains("mean GA of 1 sets: 1.0000");

    List<List<String>> rows = Csv.rows(Files.readString(folder.resolve("out/Shop.csv")));
    assertThat(rows).hasSize(4);
    assertThat(rows.get(0)).containsExactly("EventId", "EventTemplate");
    assertThat(rows.get(1).get(1)).isEqualTo("took <*>, all of it");
    assertThat(rows.get(2)).isEqualTo(rows.get(1));
    assertThat(rows.get(3).get(0)).isNotEqualTo(rows.get(1).get(0)).hasSize(32);
  }

  @Test
  void aLogWithoutLabelsIsMinedAndNotScored() throws IOException {
    Files.writeString(folder.resolve("plain.log"), LOG);
    assertThat(run()).containsPattern("plain +3 +- +-").doesNotContain("mean GA");
    assertThat(folder.resolve("out/plain.csv")).exists();
  }

  @Test
  void whatIsMissingOrDoesNotFitIsSaid() throws IOException {
    assertThatThrownBy(this::run)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("no log (*.log) in " + folder);
    Files.writeString(folder.resolve("x.log"), LOG);
    Files.writeString(folder.resolve("x.log_structured.csv"), "LineId,EventTemplate\n1,a\n");
    assertThatThrownBy(this::run)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("labels 1 lines, the log has 3");
  }

  @Test
  void aGroupIsRightWhenItHasExactlyTheLinesOfOneEvent() {
    GroupingScore score =
        GroupingScore.of(List.of("a", "a", "b", "b", "c"), List.of("1", "1", "2", "3", "4"));
    assertThat(score.accuracy()).isEqualTo(0.6);
    assertThat(score.f1()).isEqualTo(4.0 / 7, within(1e-12));
    assertThat(GroupingScore.of(List.of("a", "b"), List.of("1", "1")).accuracy()).isZero();
  }

  @Test
  void quotesAndLineBreaksStandInFields() {
    assertThat(Csv.rows("a,\"b,\"\"c\"\"\nd\"\r\n\"\",e\n"))
        .containsExactly(List.of("a", "b,\"c\"\nd"), List.of("", "e"));
    assertThat(Csv.field("a \"b\", c")).isEqualTo("\"a \"\"b\"\", c\"");
  }
}
