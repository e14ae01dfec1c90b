package io.homeostat.ingest.milvus;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.milvus.PrometheusText.Sample;
import io.homeostat.ingest.probe.Samples;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {

  @Test
  void numbersLabelsAndEscapesAreReadAndCommentsAreNot() {
    PrometheusText text =
        PrometheusText.parse(
            "# TYPE a_b counter\na_b{x=\"1\",y=\"say \\\"hi\\\"\"} 2.5 1700000000\na_c +Inf\nother 1\na_bad x\n",
            "a_");
    assertThat(text.samples())
        .containsExactly(
            new Sample("a_b", Map.of("x", "1", "y", "say \"hi\""), 2.5),
            new Sample("a_c", Map.of(), Double.POSITIVE_INFINITY));
  }

  @Test
  void aBackslashBeforeALetterIsNoLineBreakAndALongLabelNoTrouble() {
    String path = "\\\\n".repeat(50_000);
    PrometheusText text = PrometheusText.parse("a_b{path=\"" + path + "\",end=\"a\\nb\"} 1", "a_");
    assertThat(text.samples())
        .containsExactly(new Sample("a_b", Map.of("path", "\\n".repeat(50_000), "end", "a\nb"), 1));
  }

  @Property(tries = 300)
  void anyTextIsRead(@ForAll String noise) {
    EntityId server = EntityId.parse("milvus:test/rag");
    Samples samples = new Samples(new Samples.Counters(), 1_000);
    String text =
        "milvus_proxy_sq_latency_bucket{query_type=\"search\",le=\"%1$s\"} 1\n%1$s\nmilvus_proxy_req_count %1$s"
            .formatted(noise);
    MilvusSamples.metrics(
        PrometheusText.parse(text, "milvus_"),
        "default",
        server,
        name -> server,
        Optional.empty(),
        samples);
    assertThat(samples.frames()).hasSizeLessThan(2);
  }
}
