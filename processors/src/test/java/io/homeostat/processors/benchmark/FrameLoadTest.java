package io.homeostat.processors.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.telemetry.TelemetryFold;
import io.homeostat.processors.shell.LaneBytes;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameLoadTest {
  private final FrameLoad load = new FrameLoad(20, 3);
  private final Wire wire = new Wire();

  @Test
  void everyRecordStandsInItsPlaceAndSaysItsTime() throws Exception {
    List<List<LaneBytes>> lanes = new ArrayList<>();
    for (int lane = 0; lane < load.lanes().telemetry(); lane++) {
      lanes.add(new ArrayList<>());
    }
    long samples = 0;
    for (long place = 0; place < load.records(200); place++) {
      LaneBytes record = load.record(place);
      Message message = wire.decode(record.bytes());
      assertThat(record.offset()).isEqualTo(lanes.get(record.lane()).size());
      lanes.get(record.lane()).add(record);
      if (message.fact() instanceof MetricFrame frame) {
        assertThat(frame.timeMillis()).isEqualTo(record.appendedMillis());
        assertThat(frame.entity().text()).isEqualTo(load.entity(place));
        assertThat(message.origin().offset()).isEqualTo((1 << 28) + record.offset());
        samples += frame.values().length;
      } else if (message.fact() instanceof Tick tick) {
        assertThat(tick.timeMillis()).isEqualTo(record.appendedMillis());
      }
    }
    assertThat(samples).isEqualTo(load.samples(200));
  }

  @Test
  void foldTakesEveryFrameIn() throws Exception {
    PlainRunner runner = new PlainRunner(new TelemetryFold(), load.lanes(), 0);
    for (long place = 0; place < load.records(30); place++) {
      LaneBytes record = load.record(place);
      if (record.lane() == 0) {
        Message message = wire.decode(record.bytes());
        runner.apply(
            new LaneRecord(
                record.offset(), record.appendedMillis(), message.origin(), message.fact()));
      }
    }
    assertThat(new String(runner.export(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("metric.2{shard=");
  }
}
