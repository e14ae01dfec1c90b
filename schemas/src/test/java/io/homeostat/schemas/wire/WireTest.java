package io.homeostat.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.Check;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Evidence;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.SeriesNames;
import io.homeostat.core.model.Verification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final Origin ORIGIN = new Origin("test@signals", 1, 42, 3);
  private static final EntityId INDEX = EntityId.parse("pg-index:demo/rag/public.documents_idx");

  private final Wire wire = new Wire();

  @Test
  void whatIsWrittenIsReadBack() throws WireException {
    Proposal proposal = proposal();
    Message message = wire.decode(wire.encode(ORIGIN, proposal));
    assertThat(message).isEqualTo(new Message(ORIGIN, proposal));
  }

  @Test
  void aFrameIsReadBackAndItsNamesAreOneObject() throws WireException {
    byte[] bytes = wire.encode(ORIGIN, frame());
    MetricFrame first = (MetricFrame) wire.decode(bytes).fact();
    MetricFrame second = (MetricFrame) wire.decode(bytes).fact();
    assertThat(first.entity()).isEqualTo(INDEX);
    assertThat(first.series().names()).containsExactly("pg.index.size", "pg.index.scans");
    assertThat(first.values()).containsExactly(1.5, Double.NaN);
    assertThat(second.series()).isSameAs(first.series());
  }

  @Test
  void avrosOwnReaderUnderstandsOurBytes() throws IOException {
    byte[] bytes = wire.encode(ORIGIN, proposal());
    var schema = Wire.schemas().newest(RecordType.of(proposal())).schema();
    GenericRecord record =
        new GenericDatumReader<GenericRecord>(schema)
            .read(null, DecoderFactory.get().binaryDecoder(bytes, 10, bytes.length - 10, null));
    assertThat(record.get("action")).hasToString("pg-index.rebuild");
    assertThat(record.get("target")).hasToString(INDEX.text());
    assertThat(((GenericRecord) record.get("origin")).get("offset")).isEqualTo(42L);
    assertThat(((List<?>) record.get("evidence"))).hasSize(1);
  }

  @Test
  void weUnderstandBytesOfAvrosOwnWriter() throws IOException, WireException {
    Fact tick = new Tick(7, new TreeMap<>());
    var schema = Wire.schemas().newest(RecordType.of(tick)).schema();
    GenericRecord origin = new GenericData.Record(schema.getField("origin").schema());
    origin.put("source", "clock/1");
    origin.put("lane", 0);
    origin.put("offset", 9L);
    origin.put("index", 0);
    GenericRecord record = new GenericData.Record(schema);
    record.put("timeMillis", 7L);
    record.put("doors", java.util.Map.of());
    record.put("origin", origin);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(wire.encode(new Origin("clock/1", 0, 9, 0), tick), 0, 10);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    encoder.flush();
    assertThat(wire.decode(out.toByteArray()))
        .isEqualTo(new Message(new Origin("clock/1", 0, 9, 0), tick));
  }

  @Test
  void everyCutOffRecordIsRefusedWithAReason() {
    byte[] bytes = wire.encode(ORIGIN, proposal());
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> wire.decode(cut)).isInstanceOf(WireException.class);
    }
  }

  @Test
  void aSchemaThatWasNeverCommittedIsRefusedByItsFingerprint() {
    byte[] bytes = wire.encode(ORIGIN, frame());
    bytes[5] ^= 1;
    assertThatThrownBy(() -> wire.decode(bytes))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("never committed");
  }

  @Property(tries = 2000)
  void aFlippedByteGivesARecordOrAReasonAndNothingElse(
      @ForAll @IntRange(max = 100_000) int place, @ForAll byte mask) {
    byte[] bytes = wire.encode(ORIGIN, proposal());
    bytes[place % bytes.length] ^= mask;
    try {
      assertThat(wire.decode(bytes).fact()).isNotNull();
    } catch (WireException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void jsonNamesEveryFieldAndLeavesOutWhatIsAbsent() {
    assertThat(FactJson.text(frame()))
        .isEqualTo(
            "{\"entity\":\"pg-index:demo/rag/public.documents_idx\",\"timeMillis\":10,\"receivedMillis\":11,"
                + "\"samples\":{\"pg.index.size\":1.5,\"pg.index.scans\":null}}");
  }

  private static MetricFrame frame() {
    return new MetricFrame(
        INDEX,
        10,
        11,
        SeriesNames.of(List.of("pg.index.size", "pg.index.scans")),
        new double[] {1.5, Double.NaN});
  }

  private static Proposal proposal() {
    TreeMap<String, String> parameters = new TreeMap<>();
    parameters.put("lock_timeout", "2s");
    return new Proposal(
        "p1",
        "i1",
        "rag",
        INDEX,
        List.of(EntityId.of("pg-table", "demo", "rag", "public.documents")),
        "rebuild",
        "pg-index.rebuild",
        parameters,
        1,
        List.of(new Evidence("leaf density 31%", INDEX, "pg.index.leaf_density", 31, 1000)),
        "smaller",
        new Verification(
            1, 2, 3, List.of(new Check(Check.Role.TARGET, INDEX, "pg.index.size", 0.7))),
        "none needed",
        5,
        6,
        "hash",
        "v1");
  }
}
