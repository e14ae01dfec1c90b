package io.homeostat.ingest.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.probe.Samples;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class InfoTest {
  private static final EntityId ENTITY = EntityId.parse("redis:test/cache");

  @Test
  void fieldsAndTheirPartsAreReadAndHeadingsAreNot() {
    Info info =
        Info.parse("# Server\r\nuptime_in_seconds:7\r\n\r\n# Keyspace\r\ndb0:keys=2,expires=1\r\n");
    assertThat(info.number("uptime_in_seconds")).isEqualTo(7);
    assertThat(info.number("nothing")).isNaN();
    Map<String, Map<String, String>> databases = new HashMap<>();
    info.each("db", databases::put);
    assertThat(databases).isEqualTo(Map.of("0", Map.of("keys", "2", "expires", "1")));
  }

  @Test
  void aFieldThatIsNoNumberIsNotTold() {
    Samples samples = new Samples(new Samples.Counters(), 1_000);
    InfoSamples.tell(Info.parse("connected_clients:many\nused_memory:5"), ENTITY, samples);
    assertThat(samples.frames()).hasSize(1);
    assertThat(samples.frames().get(0).series().names()).containsExactly("redis.memory.used_bytes");
  }

  @Property(tries = 300)
  void anyAnswerIsRead(@ForAll String answer) {
    Samples samples = new Samples(new Samples.Counters(), 1_000);
    Info info = Info.parse(answer);
    InfoSamples.tell(info, ENTITY, samples);
    InfoSamples.tellCommands(info, info, ENTITY, samples);
    assertThat(samples.frames()).hasSizeLessThan(2);
  }

  @Property(tries = 300)
  void anyPartsOfAFieldAreRead(@ForAll String parts) {
    Samples samples = new Samples(new Samples.Counters(), 1_000);
    Info info =
        Info.parse(
            "db0:%1$s\nslave0:ip=%1$s\ncmdstat_x%1$s:calls=%1$s\nerrorstat_%1$s:count=1"
                .formatted(parts));
    InfoSamples.tell(info, ENTITY, samples);
    InfoSamples.tellCommands(info, info, ENTITY, samples);
    assertThat(samples.frames()).hasSizeLessThan(2);
  }
}
