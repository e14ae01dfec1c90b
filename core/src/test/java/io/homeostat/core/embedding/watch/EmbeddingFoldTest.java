package io.homeostat.core.embedding.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.embedding.ReferenceStatistics;
import io.homeostat.core.embedding.Vectors;
import io.homeostat.core.embedding.bench.World;
import io.homeostat.core.embedding.bench.World.Drift;
import io.homeostat.core.embedding.bench.World.Kind;
import io.homeostat.core.model.EmbeddingReport;
import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.core.model.EmbeddingVector.Role;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.telemetry.Lane;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmbeddingFoldTest {
  private static final EntityId COLLECTION = EntityId.parse("collection:prod/rag/documents");
  private static final WatchSettings SETTINGS = new WatchSettings(80, 60, 300_000, 20, 86_400_000);

  private final World world = new World(Kind.DECAYING, 6, 3);
  private int sent;

  private static EmbeddingFold fold() {
    return new EmbeddingFold(SETTINGS, ReferenceStatistics::new);
  }

  private Lane send(Lane lane, String model, Role role, Vectors vectors) {
    for (int i = 0; i < vectors.count(); i++) {
      double[] row = vectors.row(i);
      float[] values = new float[row.length];
      for (int k = 0; k < row.length; k++) {
        values[k] = (float) row[k];
      }
      send(lane, model, role, values);
    }
    return lane;
  }

  private Lane send(Lane lane, String model, Role role, float... values) {
    sent++;
    return lane.add(
        "gateway/1",
        EmbeddingVector.of(COLLECTION, model, role, "v" + sent, lane.now(), lane.now(), values));
  }

  private static double value(EmbeddingReport report, String name) {
    return report.values()[report.series().names().indexOf(name)];
  }

  @Test
  void aWindowIsComparedWithTheFirstVectorsWhenItIsFull() {
    Lane lane = send(new Lane().tick(), "m/1", Role.DOCUMENT, world.window(80));
    send(lane, "m/1", Role.DOCUMENT, world.window(60));
    send(lane, "m/1", Role.DOCUMENT, world.window(60, Drift.LEADING_AXIS, 2));
    List<EmbeddingReport> reports = lane.second().run(fold(), EmbeddingReport.class);
    assertThat(reports)
        .extracting(EmbeddingReport::unknown)
        .containsExactly("the reference is complete", "", "");
    assertThat(value(reports.get(1), "embedding.drift.p_value")).isGreaterThan(0.05);
    assertThat(value(reports.get(2), "embedding.drift.p_value")).isLessThan(0.01);
    assertThat(value(reports.get(2), "embedding.frechet"))
        .isGreaterThan(value(reports.get(1), "embedding.frechet"));
    assertThat(reports.get(2).backend()).isEqualTo("reference fp64");
    assertThat(reports.get(2).reference()).isEqualTo(80);
  }

  @Test
  void theSameValuesAreSeriesOfTheCollection() {
    Lane lane = send(new Lane().tick(), "m/1", Role.QUERY, world.window(140));
    List<MetricFrame> frames = lane.second().run(fold(), MetricFrame.class);
    assertThat(frames).hasSize(2);
    assertThat(frames.get(1).entity()).isEqualTo(COLLECTION);
    assertThat(frames.get(1).series().names())
        .contains(
            "embedding.drift.p_value{model=\"m/1\",role=\"query\"}",
            "embedding.left_out.nan{model=\"m/1\",role=\"query\"}");
  }

  @Test
  void aWindowThatIsOldIsJudgedWithWhatItHas() {
    Lane lane = send(new Lane().tick(), "m/1", Role.DOCUMENT, world.window(80));
    send(lane, "m/1", Role.DOCUMENT, world.window(25));
    List<EmbeddingReport> reports = lane.seconds(301).run(fold(), EmbeddingReport.class);
    assertThat(reports).hasSize(2);
    assertThat(reports.get(1).vectors()).isEqualTo(25);
    assertThat(reports.get(1).unknown()).isEmpty();
  }

  @Test
  void tooFewVectorsAreUnknownAndWaitForMore() {
    Lane lane = send(new Lane().tick(), "m/1", Role.DOCUMENT, world.window(85)).seconds(301);
    send(lane, "m/1", Role.DOCUMENT, world.window(20));
    List<EmbeddingReport> reports = lane.seconds(301).run(fold(), EmbeddingReport.class);
    assertThat(reports.get(1).unknown()).isEqualTo("5 vectors; 20 are judged");
    assertThat(reports.get(1).series().size()).isZero();
    assertThat(reports.get(2).vectors()).isEqualTo(25);
    assertThat(reports.get(2).unknown()).isEmpty();
  }

  @Test
  void badVectorsAreCountedApartAndNeverCompared() {
    Lane lane = send(new Lane().tick(), "m/1", Role.DOCUMENT, world.window(80));
    send(lane, "m/1", Role.DOCUMENT, Float.NaN, 1, 1, 1, 1, 1);
    send(lane, "m/1", Role.DOCUMENT, 1, Float.NEGATIVE_INFINITY, 1, 1, 1, 1);
    send(lane, "m/1", Role.DOCUMENT, 0, 0, 0, 0, 0, 0);
    send(lane, "m/1", Role.DOCUMENT, 1, 2);
    send(lane, "m/1", Role.DOCUMENT, 1, 2, 3);
    List<EmbeddingReport> reports = lane.seconds(301).run(fold(), EmbeddingReport.class);
    EmbeddingReport report = reports.get(1);
    assertThat(report.vectors()).isZero();
    assertThat(report.notANumber()).isEqualTo(1);
    assertThat(report.infinite()).isEqualTo(1);
    assertThat(report.zero()).isEqualTo(1);
    assertThat(report.otherDimension()).isEqualTo(2);
  }

  @Test
  void modelsInOneCollectionAreToldApartAndCounted() {
    Lane lane = send(new Lane().tick(), "m/1", Role.DOCUMENT, world.window(80));
    send(lane, "m/1", Role.DOCUMENT, world.window(59));
    send(lane, "m/2", Role.DOCUMENT, world.window(30, Drift.LEADING_AXIS, 5));
    send(lane, "m/1", Role.DOCUMENT, world.window(1));
    List<EmbeddingReport> reports = lane.second().run(fold(), EmbeddingReport.class);
    assertThat(reports.get(1).models()).isEqualTo(2);
    assertThat(reports.get(1).model()).isEqualTo("m/1");
    assertThat(value(reports.get(1), "embedding.drift.p_value")).isGreaterThan(0.01);
  }

  @Test
  void aModelThatIsSilentIsForgottenWithItsReference() {
    WatchSettings short2 = new WatchSettings(20, 20, 10_000, 8, 60_000);
    Lane lane = send(new Lane().tick(), "m/1", Role.DOCUMENT, world.window(20)).seconds(80);
    send(lane, "m/1", Role.DOCUMENT, world.window(20));
    List<EmbeddingReport> reports =
        lane.second()
            .run(new EmbeddingFold(short2, ReferenceStatistics::new), EmbeddingReport.class);
    assertThat(reports)
        .extracting(EmbeddingReport::unknown)
        .containsExactly("the reference is complete", "the reference is complete");
  }
}
