package io.homeostat.ingest.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.intake.Frames;
import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.ingest.prometheus.Encoder.Sample;
import io.homeostat.ingest.prometheus.Encoder.Series;
import io.homeostat.ingest.prometheus.RemoteWrite.Version;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemoteWriteLimitsTest {
  private static final long NOW = 1_795_168_841_000L;

  private final RemoteWrite reader =
      new RemoteWrite(new SeriesCache(EntityMapping.defaults(), 1 << 20), new HistogramMemory());

  @ParameterizedTest
  @EnumSource(Version.class)
  void aRequestOfTooManyTimesIsTakenUpToTheLimit(Version version) throws Exception {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < Frames.MOST + 7; i++) {
      samples.add(new Sample(NOW - i, i));
    }
    Written written = read(version, List.of(series("up", Map.of("job", "a"), samples)));
    assertThat(written.samples()).isEqualTo(Frames.MOST);
    assertThat(written.translated().facts()).hasSize(Frames.MOST);
    assertThat(written.translated().rejections().counts()).isEqualTo(Map.of(Reason.TOO_MUCH, 7L));
  }

  @Test
  void namesThatSymbolsMakeLongAreTakenUpToTheLimit() throws Exception {
    String value = "x".repeat(1_000);
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      series.add(
          series(
              "m" + i,
              Map.of("a", value, "b", value, "c", value, "job", "j"),
              List.of(new Sample(NOW, i))));
    }
    byte[] body = Encoder.v2(series);
    assertThat(body.length).isLessThan(SampleSheet.MOST_NAME_CHARACTERS / 40);
    Written written = reader.read(body, body.length, Version.V2, NOW);
    assertThat(written.samples()).isBetween(1_350L, 1_399L);
    assertThat(written.translated().rejections().counts())
        .isEqualTo(Map.of(Reason.TOO_MUCH, 1_500 - written.samples()));
  }

  @Test
  void moreSymbolsThanThereMayBeAreMalformed() {
    byte[] body = new byte[2 * ((1 << 18) + 1)];
    for (int i = 0; i < body.length; i += 2) {
      body[i] = 0x22;
    }
    assertThatThrownBy(() -> reader.read(body, body.length, Version.V2, NOW))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("symbols");
    assertThatThrownBy(() -> reader.read(new byte[] {0x22, 1, 'a'}, 3, Version.V2, NOW))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("first symbol");
  }

  @Test
  void aSeriesWhoseLabelsAreWrittenInTwoOrdersIsOneSeries() throws Exception {
    Map<String, String> labels = Map.of("a", "1", "job", "j", "__name__", "up");
    TreeMap<String, String> forth = new TreeMap<>(labels);
    TreeMap<String, String> back = new TreeMap<>(Comparator.reverseOrder());
    back.putAll(labels);
    Written written =
        read(
            Version.V1,
            List.of(
                new Series(back, List.of(new Sample(NOW, 1)), List.of()),
                new Series(forth, List.of(new Sample(NOW, 2)), List.of()),
                new Series(back, List.of(new Sample(NOW, 3)), List.of())));
    List<MetricFrame> frames = written.translated().facts();
    assertThat(frames).hasSize(1);
    assertThat(frames.get(0).series().names()).containsExactly("up{a=\"1\"}");
    assertThat(frames.get(0).values()).containsExactly(3.0);
  }

  @Test
  void framesHoldAtMostAThousandSamples() throws Exception {
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      series.add(series("m" + i, Map.of("job", "a"), List.of(new Sample(NOW, i))));
    }
    Written written = read(Version.V1, series);
    assertThat(written.translated().facts().stream().map(frame -> frame.values().length))
        .containsExactly(1_000, 1_000, 500);
  }

  @Test
  void moreEntitiesThanAreRememberedStayApart() throws Exception {
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < 18_000; i++) {
      series.add(series("up", Map.of("job", "j" + i), List.of(new Sample(NOW, i))));
    }
    Written written = read(Version.V1, series);
    assertThat(written.translated().facts())
        .hasSize(18_000)
        .allMatch(frame -> frame.entity().name().equals("j" + (int) frame.values()[0]));
  }

  @Test
  void fieldsThatAreNotKnownArePassedOver() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeString(3, "metadata");
    out.writeFixed32(19, 7);
    out.writeFixed64(20, 7);
    out.writeUInt64(21, Long.MAX_VALUE);
    out.writeRawBytes(
        Encoder.v1(List.of(series("up", Map.of("job", "a"), List.of(new Sample(NOW, 1))))));
    out.flush();
    assertThat(reader.read(bytes.toByteArray(), bytes.size(), Version.V1, NOW).samples())
        .isEqualTo(1);
  }

  @Property(tries = 2_000)
  void anyBytesAreReadOrMalformed(@ForAll @Size(max = 200) byte[] bytes, @ForAll Version version)
      throws Exception {
    try {
      Written written = reader.read(bytes, bytes.length, version, NOW);
      assertThat(written.samples()).isLessThanOrEqualTo(bytes.length);
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private Written read(Version version, List<Series> series) throws MalformedException {
    byte[] body = version == Version.V1 ? Encoder.v1(series) : Encoder.v2(series);
    return reader.read(body, body.length, version, NOW);
  }

  private static Series series(String name, Map<String, String> labels, List<Sample> samples) {
    TreeMap<String, String> all = new TreeMap<>(labels);
    all.put("__name__", name);
    return new Series(all, samples, List.of());
  }
}
