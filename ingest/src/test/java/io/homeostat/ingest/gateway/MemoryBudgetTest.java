package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.schemas.service.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

  @Property
  void noMoreIsHeldThanThereIsAndAllComesBack(
      @ForAll @IntRange(max = 500) int budget,
      @ForAll List<@IntRange(min = 1, max = 200) Integer> wishes) {
    MemoryBudget memory = new MemoryBudget(budget);
    List<MemoryBudget.Share> shares = new ArrayList<>();
    long held = 0;
    for (int wish : wishes) {
      var share = memory.reserve(wish);
      assertThat(share.isPresent()).isEqualTo(held + wish <= budget);
      held += share.isPresent() ? wish : 0;
      share.ifPresent(shares::add);
    }
    assertThat(memory.free()).isEqualTo(budget - held).isNotNegative();
    shares.forEach(MemoryBudget.Share::giveBack);
    shares.forEach(MemoryBudget.Share::giveBack);
    assertThat(memory.free()).isEqualTo(budget);
  }

  @Test
  void aBodyThatNoMemoryIsLeftForIsToBeTriedAgain() {
    MemoryBudget.Share share = new MemoryBudget(1_000).reserve(100).orElseThrow();
    assertThatThrownBy(() -> Unpacking.unpack(new byte[300], "", 10_000, 4, share))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.why()).isEqualTo(Refusal.Cause.BUSY));
  }

  @Test
  void settingsThatCouldNeverTakeTheLargestRequestAreRefused() {
    assertThatThrownBy(
            () ->
                SmallGateway.settings(
                    Map.of(
                        "gateway.request.bytes", "1000",
                        "gateway.unpacked.bytes", "1000",
                        "gateway.memory.bytes", "10999")))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("gateway.memory.bytes")
        .hasMessageContaining("11000");
  }
}
