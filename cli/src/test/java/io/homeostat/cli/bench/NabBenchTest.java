package io.homeostat.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.cli.CommandException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NabBenchTest {
  private static final int ROWS = 1_000;
  private static final int SPIKE = 900;

  @TempDir private Path folder = Path.of("");
  private final StringWriter said = new StringWriter();

  @BeforeEach
  void aSeriesWithASpike() throws IOException {
    Path category = Files.createDirectories(folder.resolve("data/realThings"));
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder text = new StringBuilder("timestamp,value\n");
    LocalDateTime time = LocalDateTime.of(2026, 1, 2, 3, 0, 0);
    for (int i = 0; i < ROWS; i++) {
      text.append(
              time.plusMinutes(5L * i).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")))
          .append(',')
          .append(i == SPIKE ? 90.5 : random.nextDouble())
          .append('\n');
    }
    Files.writeString(category.resolve("load.csv"), text);
  }

  private List<String> results() throws IOException {
    Optional<Path> plots = Optional.of(folder.resolve("plots"));
    new NabBench(folder, folder.resolve("results"), new PrintWriter(said), plots).run();
    return Files.readAllLines(folder.resolve("results/homeostat/realThings/homeostat_load.csv"));
  }

  private static double score(String row) {
    return Double.parseDouble(row.split(",", -1)[2]);
  }

  @Test
  void everyRowHasAScoreInTheLayoutOfTheBenchmark() throws IOException {
    List<String> rows = results();
    assertThat(rows).hasSize(ROWS + 1);
    assertThat(rows.get(0)).isEqualTo("timestamp,value,anomaly_score,label");
    assertThat(rows.get(SPIKE + 1)).startsWith("2026-01-05 06:00:00,90.5,").endsWith(",0");
    assertThat(rows.stream().skip(1)).allSatisfy(row -> assertThat(score(row)).isBetween(0.0, 1.0));
    assertThat(said.toString()).contains("1 series, 1,000 samples");
  }

  @Test
  void aPictureShowsValuesScoresAndTheLabelledWindows() throws IOException {
    Path labels = Files.createDirectories(folder.resolve("labels"));
    Files.writeString(
        labels.resolve("combined_windows.json"),
        "{\"realThings/load.csv\": [[\"2026-01-05 05:00:00.000000\", \"2026-01-05 07:00:00\"]]}");
    results();
    String picture = Files.readString(folder.resolve("plots/load.svg"));
    assertThat(picture).startsWith("<svg").contains("realThings/load.csv").endsWith("</svg>\n");
    assertThat(picture).contains("<rect x=\"1065.6\" y=\"30\" width=\"28.8\"");
    assertThat(picture.split("<path", -1)).hasSize(4);
  }

  @Test
  void theSpikeHasTheGreatestScore() throws IOException {
    List<String> rows = results();
    double spike = score(rows.get(SPIKE + 1));
    rows.remove(SPIKE + 1);
    assertThat(rows.stream().skip(1)).allSatisfy(row -> assertThat(score(row)).isLessThan(spike));
  }

  @Test
  void laterSamplesChangeNoScore() throws IOException {
    List<String> whole = results();
    Path file = folder.resolve("data/realThings/load.csv");
    Files.write(file, Files.readAllLines(file).subList(0, 600));
    assertThat(results()).isEqualTo(whole.subList(0, 600));
  }

  @Test
  void whatIsNoSeriesIsSaid() throws IOException {
    Files.writeString(folder.resolve("data/realThings/load.csv"), "timestamp,value\nnow,1\n");
    assertThatThrownBy(this::results)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("load.csv is no series");
    Files.delete(folder.resolve("data/realThings/load.csv"));
    assertThatThrownBy(this::results).hasMessageContaining("there is no series");
  }
}
