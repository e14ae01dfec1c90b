package io.homeostat.actuators.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TraceTest {

  @Test
  void aTraceReadsBackAndKeepsTheNewest() {
    Trace trace = Trace.parse("");
    for (int i = 1; i <= 10; i++) {
      trace = trace.with(new Trace.Effect("command" + i, i, i, i + 1));
    }
    assertThat(Trace.parse(trace.text())).isEqualTo(trace);
    assertThat(trace.effects()).hasSize(Trace.MOST);
    assertThat(trace.of("command2")).isEmpty();
    assertThat(trace.of("command10")).contains(new Trace.Effect("command10", 10, 10, 11));
    assertThat(trace.newestFence()).isEqualTo(10);
  }

  @Test
  void whatHomeostatDidNotWriteIsNamed() {
    assertThatThrownBy(() -> Trace.parse("a:1:2:3 b:x:2:3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'b:x:2:3'");
    assertThatThrownBy(() -> Trace.parse("a:1")).hasMessageContaining("homeostat.io/effects");
  }
}
