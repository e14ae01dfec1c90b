package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.govern.GovernorFold;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.DeadLetter;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.Verdict;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demo's fault, by the demo's own rules, through all folds of the loop. */
final class LoopTest {
  private static final long FAULT = DemoLoop.FAULT;

  private DemoLoop loop = new DemoLoop();
  private Brain brain = loop.brain;

  @BeforeEach
  void rulesAndTopology() throws IOException {
    loop = DemoLoop.under(rules -> rules);
    brain = loop.brain;
  }

  @Test
  void bloatedIndexIsFoundRebuiltOnceAndProvenHealthy() {
    loop.run(400_000);

    assertThat(brain.all(Stream.COMMANDS, Command.class))
        .singleElement()
        .satisfies(command -> assertThat(command.target()).isEqualTo(Demo.INDEX));
    assertThat(brain.all(Stream.GOVERNANCE, Verdict.class))
        .singleElement()
        .satisfies(v -> assertThat(v.result()).as(v.reason()).isEqualTo(Verdict.Result.VERIFIED));
    Incident last = loop.last();
    assertThat(last.state()).isEqualTo(Incident.State.HEALED);
    assertThat(last.title())
        .isEqualTo("Index public.documents_tenant_created_idx is bloated; retriever latency up");
    assertThat(brain.all(Stream.DEAD_LETTERS, DeadLetter.class)).isEmpty();
    assertThat(brain.all(Stream.INCIDENTS, Incident.class))
        .extracting(Incident::id)
        .containsOnly(last.id());
  }

  @Test
  void healingTakesLessThanTwoMinutesFromTheFault() {
    loop.run(400_000);

    assertThat(loop.last().closedMillis().orElseThrow() - FAULT).isLessThan(120_000);
    assertThat(brain.all(Stream.GOVERNANCE, Proposal.class).get(0).proposedMillis())
        .isLessThan(lastSignalBegan() + 25_000);
  }

  @Test
  void observeModeShowsTheSameAndDoesNothing() {
    brain.document(GovernorFold.MODE_DOCUMENT, "observe");

    loop.run(400_000);

    assertThat(brain.all(Stream.COMMANDS, Command.class)).isEmpty();
    assertThat(brain.all(Stream.DECISIONS, Decision.class))
        .singleElement()
        .satisfies(each -> assertThat(each.result()).isEqualTo(Decision.Result.SHOWN));
    assertThat(loop.last().state()).isEqualTo(Incident.State.OPEN);
    assertThat(loop.last().inaction()).startsWith("shown only: ");
  }

  @Test
  void modeThatIsLiftedLetsTheSamePlanBeProposedAgain() {
    brain.document(GovernorFold.MODE_DOCUMENT, "observe");
    loop.run(200_000);
    assertThat(brain.all(Stream.COMMANDS, Command.class)).isEmpty();

    brain.document(GovernorFold.MODE_DOCUMENT, "auto");
    loop.run(150_000);

    assertThat(loop.last().state()).isEqualTo(Incident.State.HEALED);
  }

  @Test
  void rebuildThatDoesNotHelpIsTriedTwiceAndThenAPersonIsNeeded() {
    loop.helps = false;

    loop.run(700_000);

    assertThat(brain.all(Stream.COMMANDS, Command.class)).hasSize(2);
    assertThat(brain.all(Stream.GOVERNANCE, Verdict.class))
        .extracting(Verdict::result)
        .containsOnly(Verdict.Result.NOT_IMPROVED);
    assertThat(loop.last().state()).isEqualTo(Incident.State.ESCALATED);
  }

  private long lastSignalBegan() {
    return brain.all(Stream.SIGNALS, Signal.class).stream()
        .filter(signal -> signal.state() == Signal.State.FIRING)
        .mapToLong(Signal::beganMillis)
        .max()
        .orElseThrow();
  }
}
