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
      @ForAll @IntRange(max = 900) int budget,
      @ForAll List<@IntRange(min = 1, max = 200) Integer> wishes) {
    MemoryBudget memory = new MemoryBudget(budget);
    List<MemoryBudget.Share> shares = new ArrayList<>();
    long held = 0;
    for (int i = 0; i < wishes.size(); i++) {
      int wish = wishes.get(i);
      var share = memory.reserve("sender " + i % 3, wish);
      assertThat(share.isPresent() && held + wish > budget).isFalse();
      held += share.isPresent() ? wish : 0;
      if (share.isPresent() && share.get().grow(wish / 2)) {
        held += wish / 2;
      }
      share.ifPresent(shares::add);
      assertThat(memory.free()).isEqualTo(budget - held).isNotNegative();
    }
    shares.forEach(MemoryBudget.Share::giveBack);
    shares.forEach(MemoryBudget.Share::giveBack);
    assertThat(memory.free()).isEqualTo(budget);
    assertThat(memory.senders()).isZero();
  }

  @Property
  void whateverOneSenderHoldsAnotherFindsRoom(
      @ForAll List<@IntRange(min = 1, max = 900) Integer> wishes) {
    MemoryBudget memory = new MemoryBudget(900);
    for (int wish : wishes) {
      memory.reserve("noisy", wish).ifPresent(share -> share.grow(wish));
    }
    assertThat(memory.reserve("quiet", 100)).isPresent();
  }

  @Test
  void aSenderWithManyRequestsHoldsNoMoreThanItLeavesFree() {
    MemoryBudget memory = new MemoryBudget(900);
    int taken = 0;
    while (memory.reserve("noisy", 10).isPresent()) {
      taken += 10;
    }
    assertThat(taken).isEqualTo(450);
    int others = 0;
    while (memory.reserve("another", 10).isPresent()) {
      others += 10;
    }
    assertThat(others).isEqualTo(220);
    assertThat(memory.reserve("quiet", 100)).isPresent();
  }

  @Test
  void aRequestByItselfMayTakeAllButTheLastNinth() {
    MemoryBudget memory = new MemoryBudget(MemoryBudget.forOne(800));
    MemoryBudget.Share share = memory.reserve("large", 100).orElseThrow();
    assertThat(share.grow(700)).isTrue();
    assertThat(share.grow(1)).isFalse();
    assertThat(memory.free()).isEqualTo(100);
    assertThat(memory.reserve("large", 1)).isEmpty();
    assertThat(memory.reserve("quiet", 100)).isPresent();
  }

  @Test
  void aBodyThatNoMemoryIsLeftForIsToBeTriedAgain() {
    MemoryBudget.Share share = new MemoryBudget(1_000).reserve("one", 100).orElseThrow();
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
                        "gateway.memory.bytes", "12374")))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("gateway.memory.bytes")
        .hasMessageContaining("12375");
  }
}
