package io.homeostat.core.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Page;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.Route;
import io.homeostat.core.rules.RuleParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PageCaseTest {
  private static final long OPENED = 1_000_000;
  private static final List<Route> ROUTES =
      RuleParser.parse(
              """
              routes:
                - {name: other, match: ['system="billing"'], receiver: billing}
                - {name: rag, match: ['kind="service"'], when: warning, receiver: oncall,
                   fallback: chat, delay: 30s, repeat: 1h}
              """)
          .routes();

  @Test
  void nobodyIsPagedBeforeTheDelayAndTheReceiverIsAfterIt() {
    PageCase open = open();

    assertThat(open.due(ROUTES, OPENED + 29_999)).isEmpty();
    assertThat(open.due(ROUTES, OPENED + 30_000))
        .hasValueSatisfying(
            order -> {
              assertThat(order.receiver()).isEqualTo("oncall");
              assertThat(order.kind()).isEqualTo(Page.State.TRIGGERED);
              assertThat(order.count()).isEqualTo(1);
            });
  }

  @Test
  void whatHealsItselfWithinTheDelayPagesNobody() {
    PageCase healed = open().seen(incident(2, Incident.State.HEALED, Severity.CRITICAL));

    assertThat(healed.due(ROUTES, OPENED + 1_000_000)).isEmpty();
    assertThat(healed.over()).isTrue();
  }

  @Test
  void anIncidentThatNeedsAPersonPagesAtOnce() {
    PageCase helpless = open().seen(incident(2, Incident.State.ESCALATED, Severity.WARNING));

    assertThat(helpless.due(ROUTES, OPENED)).isPresent();
  }

  @Test
  void whatIsNotGraveEnoughOrMatchesNoRoutePagesNobody() {
    PageCase mild =
        PageCase.of(incident(1, Incident.State.ESCALATED, Severity.INFO), Optional.empty());

    assertThat(mild.due(ROUTES, OPENED + 60_000)).isEmpty();
    assertThat(open().due(ROUTES.subList(0, 1), OPENED + 60_000)).isEmpty();
  }

  @Test
  void onePageUntilTheIncidentClosesAndThenItsEnd() {
    long now = OPENED + 30_000;
    PageCase paged = tell(open(), Reply.TAKEN, now);

    assertThat(paged.page().map(Page::state)).contains(Page.State.TRIGGERED);
    assertThat(paged.due(ROUTES, now + 3_599_999)).isEmpty();
    PageCase closed = paged.seen(incident(3, Incident.State.HEALED, Severity.CRITICAL));
    assertThat(closed.over()).isFalse();
    PageCase over = tell(closed, Reply.TAKEN, now + 1);
    assertThat(over.page().map(Page::state)).contains(Page.State.RESOLVED);
    assertThat(over.over()).isTrue();
  }

  @Test
  void anIncidentThatStaysOpenIsRepeatedWithAnotherKey() {
    long now = OPENED + 30_000;
    PageOrder first = open().due(ROUTES, now).orElseThrow();
    PageCase paged = tell(open(), Reply.TAKEN, now);

    PageOrder second = paged.due(ROUTES, now + 3_600_000).orElseThrow();

    assertThat(second.count()).isEqualTo(2);
    assertThat(second.key()).isNotEqualTo(first.key());
  }

  @Test
  void whoRestartsWhileAPageIsOnItsWaySendsTheSameOrderAgain() {
    long now = OPENED + 30_000;
    PageOrder order = open().due(ROUTES, now).orElseThrow();
    Optional<Page> durable = open().underway(order, now).page();

    PageCase restarted = PageCase.of(open().incident(), durable);

    assertThat(restarted.due(ROUTES, now).map(PageOrder::key)).contains(order.key());
  }

  @Test
  void whoRestartsAfterwardsSendsNothing() {
    long now = OPENED + 30_000;
    PageCase paged = tell(open(), Reply.TAKEN, now);

    assertThat(PageCase.of(paged.incident(), paged.page()).due(ROUTES, now + 60_000)).isEmpty();
  }

  @Test
  void anEndIsToldAlsoToOneThatMayHaveTakenAPageWithoutSayingSo() {
    long now = OPENED + 30_000;
    PageCase unsure = tell(open(), Reply.LATER, now);
    PageCase closed = unsure.seen(incident(3, Incident.State.RESOLVED, Severity.CRITICAL));

    assertThat(closed.due(ROUTES, now + 60_000).map(PageOrder::kind)).contains(Page.State.RESOLVED);
  }

  @Test
  void aDeadReceiverGivesWayToTheFallbackAndBothHearOfTheEnd() {
    long now = OPENED + 30_000;
    PageCase one = open();
    for (int i = 0; i < PageCase.PATIENCE; i++) {
      assertThat(one.due(ROUTES, now).map(PageOrder::receiver)).contains("oncall");
      one = tell(one, Reply.LATER, now);
      now += 120_000;
    }
    assertThat(one.due(ROUTES, now).map(PageOrder::receiver)).contains("chat");
    one = tell(one, Reply.TAKEN, now);
    one = one.seen(incident(4, Incident.State.HEALED, Severity.CRITICAL));

    List<String> told = new ArrayList<>();
    while (!one.over()) {
      told.add(one.due(ROUTES, now).orElseThrow().receiver());
      one = tell(one, Reply.TAKEN, now);
    }
    assertThat(told).containsExactlyInAnyOrder("oncall", "chat");
  }

  @Test
  void aReceiverThatRefusesGivesWayAtOnce() {
    long now = OPENED + 30_000;
    PageCase refused = tell(open(), Reply.NEVER, now);

    assertThat(refused.due(ROUTES, now).map(PageOrder::receiver)).contains("chat");
  }

  @Test
  void pausesGrowAndHonourWhatTheReceiverAsks() {
    long now = OPENED + 30_000;
    PageOrder order = open().due(ROUTES, now).orElseThrow();
    PageCase asked = open().underway(order, now).replied(order, Reply.LATER, 20_000, now);

    assertThat(asked.due(ROUTES, now + 19_999)).isEmpty();
    assertThat(asked.due(ROUTES, now + 20_000)).isPresent();
    PageCase unasked = tell(open(), Reply.LATER, now);
    assertThat(unasked.due(ROUTES, now + 499)).isEmpty();
    assertThat(unasked.due(ROUTES, now + 500)).isPresent();
  }

  @Test
  void anOlderRevisionChangesNothing() {
    PageCase closed = open().seen(incident(5, Incident.State.HEALED, Severity.CRITICAL));

    assertThat(closed.seen(incident(2, Incident.State.ESCALATED, Severity.CRITICAL)))
        .isEqualTo(closed);
  }

  /** Whatever receivers do, an end follows its beginning, and no key is ever taken twice. */
  @Property(tries = 500)
  void onceClosedEveryCaseEndsAndNoKeyIsTakenTwice(
      @ForAll @Size(max = 40) List<Reply> replies, @ForAll @IntRange(max = 40) int closesAt) {
    PageCase one = open();
    long now = OPENED + 30_000;
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < replies.size() + 60; i++) {
      if (i == closesAt) {
        one = one.seen(incident(9, Incident.State.HEALED, Severity.CRITICAL));
      }
      Optional<PageOrder> order = one.due(ROUTES, now);
      if (order.isPresent()) {
        Reply reply = i < replies.size() ? replies.get(i) : Reply.TAKEN;
        if (reply == Reply.TAKEN) {
          taken.add(order.get().key());
        }
        one = one.underway(order.get(), now).replied(order.get(), reply, 0, now);
      }
      now += 61_000;
    }
    assertThat(taken).doesNotHaveDuplicates();
    assertThat(one.over()).isTrue();
  }

  private static PageCase tell(PageCase one, Reply reply, long now) {
    PageOrder order = one.due(ROUTES, now).orElseThrow();
    return one.underway(order, now).replied(order, reply, 0, now);
  }

  private static PageCase open() {
    return PageCase.of(incident(1, Incident.State.OPEN, Severity.CRITICAL), Optional.empty());
  }

  private static Incident incident(int revision, Incident.State state, Severity severity) {
    EntityId entity = EntityId.of("service", "demo/rag", "retriever");
    Signal signal =
        new Signal(
            "s1",
            entity,
            "rag",
            "rule",
            "latency",
            "latency-degradation",
            Signal.State.FIRING,
            severity,
            0.9,
            OPENED,
            OPENED,
            2,
            1,
            "slow",
            "r1");
    return new Incident(
        "incident-1",
        revision,
        "rag",
        state,
        severity,
        0.9,
        "The retriever is slow",
        OPENED,
        OPENED + revision,
        state.closed() ? Optional.of(OPENED + revision) : Optional.empty(),
        List.of(),
        List.of(signal),
        List.of(),
        List.of(),
        "",
        "r1");
  }
}
