package io.homeostat.core.govern;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.AuditEntry;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AuditChainTest {

  @Test
  void everyFactStandsInTheAuditInItsOrder() {
    GovernorLane lane = GovernorLane.governed();
    Command command = lane.granted(Plans.plan(lane, 1));
    lane.carryOut(command, Verdict.Result.VERIFIED);
    lane.stop();

    assertThat(lane.audit())
        .extracting(AuditEntry::what)
        .containsExactly("rules", "decision", "intent", "outcome", "verdict", "control");
    assertThat(lane.audit())
        .extracting(AuditEntry::sequence)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void anUntouchedChainIsWhole() {
    GovernorLane lane = busyLane();

    assertThat(AuditChain.verify(lane.audit())).isEmpty();
    assertThat(AuditChain.verify(lane.audit(), GovernorFold.auditHead(lane.runner().cells())))
        .isEmpty();
    assertThat(AuditChain.verify(List.of(), AuditHead.NONE)).isEmpty();
  }

  @Test
  void tenThousandTamperingsAreAllFound() {
    GovernorLane lane = busyLane();
    List<AuditEntry> whole = lane.audit();
    AuditHead head = GovernorFold.auditHead(lane.runner().cells());
    Random random = new Random(42);
    int tampered = 0;

    while (tampered < 10_000) {
      List<AuditEntry> changed = tamper(whole, random);
      if (!changed.equals(whole)) {
        tampered++;
        assertThat(AuditChain.verify(changed, head))
            .as("tampering %s: %s", tampered, changed)
            .isPresent();
      }
    }
  }

  @Test
  void theFirstEntryThatDoesNotFitIsNamed() {
    List<AuditEntry> changed = new ArrayList<>(busyLane().audit());
    AuditEntry third = changed.get(2);
    changed.set(2, edit(third, third.summary() + "!", 5));

    assertThat(AuditChain.verify(changed))
        .hasValueSatisfying(
            broken -> {
              assertThat(broken.sequence()).isEqualTo(3);
              assertThat(broken.reason()).contains("hash");
            });
  }

  @Test
  void anEntryThatIsGivenAFreshHashBreaksTheNext() {
    List<AuditEntry> changed = new ArrayList<>(busyLane().audit());
    AuditEntry third = changed.get(2);
    changed.set(
        2,
        AuditChain.append(
            new AuditHead(2, third.previous()),
            third.timeMillis(),
            third.what(),
            third.reference(),
            "another story",
            third.content()));

    assertThat(AuditChain.verify(changed))
        .hasValueSatisfying(broken -> assertThat(broken.sequence()).isEqualTo(4));
  }

  private static List<AuditEntry> tamper(List<AuditEntry> whole, Random random) {
    List<AuditEntry> changed = new ArrayList<>(whole);
    int at = random.nextInt(changed.size());
    switch (random.nextInt(6)) {
      case 0 -> changed.remove(at);
      case 1 -> changed.add(random.nextInt(changed.size() + 1), changed.get(at));
      case 2 -> changed.set(at, changed.get(random.nextInt(changed.size())));
      case 3 -> changed.add(random.nextInt(changed.size()), changed.remove(at));
      case 4 -> changed.subList(at, changed.size()).clear();
      default -> {
        AuditEntry entry = changed.get(at);
        int field = random.nextInt(8);
        changed.set(at, edit(entry, flip(text(entry, field), random), field));
      }
    }
    return changed;
  }

  private static String text(AuditEntry entry, int field) {
    return switch (field) {
      case 0 -> Long.toString(entry.sequence());
      case 1 -> entry.previous();
      case 2 -> Long.toString(entry.timeMillis());
      case 3 -> entry.what();
      case 4 -> entry.reference();
      case 5 -> entry.summary();
      case 6 -> entry.content();
      default -> entry.hash();
    };
  }

  private static String flip(String text, Random random) {
    int at = text.isEmpty() ? 0 : random.nextInt(text.length());
    String digit = Integer.toString(random.nextInt(10));
    return text.isEmpty() ? digit : text.substring(0, at) + digit + text.substring(at + 1);
  }

  private static AuditEntry edit(AuditEntry entry, String text, int field) {
    return new AuditEntry(
        field == 0 ? Long.parseLong(text) : entry.sequence(),
        field == 1 ? text : entry.previous(),
        field == 2 ? Long.parseLong(text) : entry.timeMillis(),
        field == 3 ? text : entry.what(),
        field == 4 ? text : entry.reference(),
        field == 5 ? text : entry.summary(),
        field == 6 ? text : entry.content(),
        field == 7 ? text : entry.hash());
  }

  private static GovernorLane busyLane() {
    GovernorLane lane = GovernorLane.governed();
    for (int i = 0; i < 4; i++) {
      Command command = lane.granted(Plans.plan(lane, i));
      lane.carryOut(command, Verdict.Result.VERIFIED);
      lane.pass(1_000);
    }
    lane.stop();
    lane.propose(Plans.plan(lane, 5));
    return lane;
  }
}
