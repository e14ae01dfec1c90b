package io.homeostat.ingest.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.ingest.prometheus.Encoder.Sample;
import io.homeostat.ingest.prometheus.Encoder.Series;
import io.homeostat.ingest.prometheus.RemoteWrite.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemoteWriteTest {
  private static final long NOW = 1_795_168_841_000L;
  private static final double STALE = Double.longBitsToDouble(RemoteWrite.STALE);
  private static final EntityMapping MAPPING = EntityMapping.defaults();

  private final RemoteWrite reader = reader();

  private static RemoteWrite reader() {
    return new RemoteWrite(new SeriesCache(MAPPING, 1 << 20), new HistogramMemory());
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void samplesOfOneEntityAtOneTimeTravelTogether(Version version) throws Exception {
    Written written =
        read(
            version,
            series("node_load1", "instance=n1 job=node", new Sample(NOW, 0.5)),
            series("node_load1", "instance=n2 job=node", new Sample(NOW, 7)),
            series(
                "node_load5",
                "instance=n1 job=node",
                new Sample(NOW, 0.25),
                new Sample(NOW + 1, 0.75)));
    assertThat(told(written))
        .containsExactly(
            "node:default/n1@0 node_load1{job=\"node\"}=0.5 node_load5{job=\"node\"}=0.25",
            "node:default/n2@0 node_load1{job=\"node\"}=7.0",
            "node:default/n1@1 node_load5{job=\"node\"}=0.75");
    assertThat(written.samples()).isEqualTo(4);
  }

  @Test
  void ofTwoSamplesOfOneSeriesAtOneTimeTheLastCounts() throws Exception {
    Series first = series("up", "job=a", new Sample(NOW, 1), new Sample(NOW, 2));
    Written written = read(Version.V1, first, series("up", "job=a", new Sample(NOW, 3)));
    assertThat(told(written)).containsExactly("service:default/default/a@0 up=3.0");
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aStaleMarkerIsTakenAndIsNoSample(Version version) throws Exception {
    Written written =
        read(
            version,
            series("up", "job=a", new Sample(NOW, STALE)),
            series("ratio", "job=a", new Sample(NOW, Double.NaN)));
    assertThat(written.samples()).isEqualTo(2);
    assertThat(told(written)).containsExactly("service:default/default/a@0 ratio=NaN");
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void theGoodPartIsTakenAndTheRestIsCountedByReason(Version version) throws Exception {
    Written written =
        read(
            version,
            series("up", "job=a", new Sample(NOW, 1)),
            series("up", "job=a", new Sample(NOW + 600_000, 1), new Sample(NOW - 90_000_000, 1)),
            series("bad name", "job=a", new Sample(NOW, 1)),
            series("up", "homeostat_entity=nonsense", new Sample(NOW, 1)),
            series("up", "a=" + "x".repeat(1_025), new Sample(NOW, 1)));
    assertThat(written.samples()).isEqualTo(1);
    assertThat(written.translated().rejections().counts())
        .isEqualTo(
            Map.of(Reason.TIME_FAR, 2L, Reason.NAME, 1L, Reason.ENTITY, 1L, Reason.ATTRIBUTES, 1L));
  }

  @Test
  void tooManyLabelsAndALabelThatStandsThereTwiceAreRejected() throws Exception {
    StringBuilder many = new StringBuilder("a=1");
    for (int i = 0; i < 64; i++) {
      many.append(" l").append(i).append("=1");
    }
    Series series = series("up", many.toString(), new Sample(NOW, 1));
    for (Version version : Version.values()) {
      assertThat(read(version, series).translated().rejections().message())
          .contains("more than 64 labels");
    }
    byte[] once = Encoder.v1(List.of(series("up", "job=a", new Sample(NOW, 1))));
    byte[] label = java.util.Arrays.copyOfRange(once, 2, 2 + 2 + once[3]);
    byte[] twice = new byte[once.length + label.length];
    twice[0] = once[0];
    twice[1] = (byte) (once[1] + label.length);
    System.arraycopy(label, 0, twice, 2, label.length);
    System.arraycopy(once, 2, twice, 2 + label.length, once.length - 2);
    assertThat(
            reader.read(twice, twice.length, Version.V1, NOW).translated().rejections().message())
        .contains("stands there twice");
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aNativeHistogramBecomesCountSumAndTheQuantilesOfWhatWasAdded(Version version)
      throws Exception {
    Written first = read(version, histogram(Encoder.histogram(NOW, 9, 100)));
    assertThat(values(first)).isEqualTo(Map.of("h.count", 100.0, "h.sum", 9.0));
    assertThat(first.histograms()).isEqualTo(1);
    Written next = read(version, histogram(Encoder.histogram(NOW + 1_000, 30, 100, 0, 10)));
    assertThat(values(next)).containsEntry("h.count", 110.0).containsEntry("h.sum", 30.0);
    assertThat(values(next).get("h.p50")).isCloseTo(6, within(1e-9));
  }

  @Test
  void aHistogramThatContradictsItselfIsRejectedAndAStaleOneIsNoSample() throws Exception {
    byte[] negative = Encoder.histogram(NOW, 1, -5);
    assertThat(read(Version.V1, histogram(negative)).translated().rejections().counts())
        .isEqualTo(Map.of(Reason.BUCKETS, 1L));
    Written stale = read(Version.V1, histogram(Encoder.histogram(NOW, STALE)));
    assertThat(stale.histograms()).isEqualTo(1);
    assertThat(stale.translated().facts()).isEmpty();
  }

  @Test
  void whatPrometheusSentOnceIsTakenWhole() throws Exception {
    byte[] body;
    try (var in = RemoteWriteTest.class.getResourceAsStream("prometheus-2.42-write.pb")) {
      body = java.util.Objects.requireNonNull(in).readAllBytes();
    }
    Written written = reader.read(body, body.length, Version.V1, NOW);
    assertThat(written.translated().rejections().message()).isEmpty();
    assertThat(written.samples()).isEqualTo(120);
    assertThat(written.translated().facts().stream().mapToInt(frame -> frame.values().length).sum())
        .isEqualTo(120);
  }

  @Property(tries = 200)
  void bothVersionsSayTheSame(
      @ForAll @Size(max = 20) List<@IntRange(max = 5) Integer> jobs,
      @ForAll @IntRange(max = 3) int times)
      throws Exception {
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      List<Sample> samples = new ArrayList<>();
      for (int t = 0; t <= times; t++) {
        samples.add(new Sample(NOW + t, i * 10 + t));
      }
      series.add(
          series("metric" + i, "job=j" + jobs.get(i) + " a=ä", samples.toArray(Sample[]::new)));
    }
    byte[] v1 = Encoder.v1(series);
    byte[] v2 = Encoder.v2(series);
    List<String> told = told(reader().read(v1, v1.length, Version.V1, NOW));
    assertThat(told(reader().read(v2, v2.length, Version.V2, NOW))).isEqualTo(told);
  }

  @Property(tries = 500)
  void brokenBytesAreRefusedAndNothingElseHappens(
      @ForAll @Size(max = 6) List<@IntRange(max = 400) Integer> places,
      @ForAll @IntRange(max = 255) int value,
      @ForAll @IntRange(max = 400) int cut,
      @ForAll boolean second)
      throws Exception {
    List<Series> series =
        List.of(
            series("node_load1", "instance=n1 job=node", new Sample(NOW, 0.5)),
            histogram(Encoder.histogram(NOW, 9, 100, 3, 0, 7)),
            series("pg_up", "server=a", new Sample(NOW, 1), new Sample(NOW + 5, 1)));
    byte[] body = second ? Encoder.v2(series) : Encoder.v1(series);
    for (int place : places) {
      body[place % body.length] ^= (byte) value;
    }
    int length = Math.max(0, body.length - (cut > 200 ? 0 : cut));
    try {
      Version version = second ? Version.V2 : Version.V1;
      assertThat(reader.read(body, length, version, NOW).samples()).isLessThan(1_000);
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @Test
  void aReferenceToNoSymbolIsMalformed() {
    byte[] body = {0x22, 0, 0x2A, 4, 0x0A, 2, 1, 2};
    assertThatThrownBy(() -> reader.read(body, body.length, Version.V2, NOW))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("symbol 1 of 1");
  }

  @Test
  void manySeriesPassThroughASmallMemory() throws Exception {
    SeriesCache small = new SeriesCache(MAPPING, 20_000);
    RemoteWrite reader = new RemoteWrite(small, new HistogramMemory());
    for (int i = 0; i < 1_000; i++) {
      byte[] body = Encoder.v1(List.of(series("up", "job=j" + i % 300, new Sample(NOW, i))));
      Written written = reader.read(body, body.length, Version.V1, NOW);
      assertThat(told(written))
          .containsExactly("service:default/default/j" + i % 300 + "@0 up=" + (double) i);
    }
  }

  @Test
  void numbersThatAreGivenAnewMeanOtherSeries() throws Exception {
    RemoteWrite reader =
        new RemoteWrite(new SeriesCache(MAPPING, 1 << 20, 7), new HistogramMemory());
    for (int i = 0; i < 100; i++) {
      byte[] body =
          Encoder.v1(
              List.of(
                  series("a" + i, "job=j", new Sample(NOW, i)),
                  series("b" + i % 5, "job=j", new Sample(NOW, i)),
                  series("bad name", "job=j", new Sample(NOW, i))));
      Written written = reader.read(body, body.length, Version.V1, NOW);
      assertThat(written.samples()).isEqualTo(2);
      assertThat(values(written)).isEqualTo(Map.of("a" + i, (double) i, "b" + i % 5, (double) i));
    }
  }

  @Test
  void whatIsTooLargeToBeKeptIsToldApart() throws Exception {
    SeriesCache cache = new SeriesCache(MAPPING, 100_000);
    RemoteWrite reader = new RemoteWrite(cache, new HistogramMemory());
    for (int i = 0; i < 3; i++) {
      byte[] body =
          Encoder.v1(
              List.of(
                  series("up", "job=a", new Sample(NOW, 1)),
                  series("up", "a=" + "x".repeat(2_000), new Sample(NOW, 1)),
                  series("up", "job=b", new Sample(NOW, 2))));
      Written written = reader.read(body, body.length, Version.V1, NOW);
      assertThat(written.samples()).isEqualTo(2);
      assertThat(written.translated().rejections().counts())
          .isEqualTo(Map.of(Reason.ATTRIBUTES, 1L));
    }
  }

  @Test
  void aSeriesWithOneLabelMoreThanTheOneExpectedIsAnother() throws Exception {
    for (int i = 0; i < 3; i++) {
      Written written =
          read(
              Version.V1,
              series("up", "job=a", new Sample(NOW, 1)),
              series("up", i % 2 == 0 ? "job=b" : "job=b zone=c", new Sample(NOW, 2)));
      assertThat(told(written))
          .containsExactly(
              "service:default/default/a@0 up=1.0",
              "service:default/default/b@0 up" + (i % 2 == 0 ? "" : "{zone=\"c\"}") + "=2.0");
    }
  }

  private Written read(Version version, Series... series) throws MalformedException {
    byte[] body = version == Version.V1 ? Encoder.v1(List.of(series)) : Encoder.v2(List.of(series));
    return reader.read(body, body.length, version, NOW);
  }

  private static Series histogram(byte[] encoded) {
    return new Series(
        new TreeMap<>(Map.of("__name__", "h", "job", "a")), List.of(), List.of(encoded));
  }

  private static Series series(String name, String labels, Sample... samples) {
    TreeMap<String, String> all = new TreeMap<>(Map.of("__name__", name));
    for (String label : labels.split(" ", -1)) {
      all.put(label.substring(0, label.indexOf('=')), label.substring(label.indexOf('=') + 1));
    }
    return new Series(all, List.of(samples), List.of());
  }

  private static Map<String, Double> values(Written written) {
    Map<String, Double> values = new TreeMap<>();
    for (MetricFrame frame : written.translated().facts()) {
      for (int i = 0; i < frame.values().length; i++) {
        values.put(frame.series().name(i), frame.values()[i]);
      }
    }
    return values;
  }

  private static List<String> told(Written written) {
    return written.translated().facts().stream()
        .map(
            frame -> {
              StringBuilder text = new StringBuilder();
              text.append(frame.entity().text()).append('@').append(frame.timeMillis() - NOW);
              for (int i = 0; i < frame.values().length; i++) {
                text.append(' ').append(frame.series().name(i)).append('=');
                text.append(frame.values()[i]);
              }
              return text.toString();
            })
        .toList();
  }
}
