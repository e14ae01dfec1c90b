package io.homeostat.core.page;

import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Page;
import io.homeostat.core.rules.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All about the paging of one incident: how it is, what people were told, and the order under way.
 * Immutable; every step gives the next one.
 *
 * @param incident its newest revision
 * @param page what people were told; empty while nobody was
 * @param tries the tries since then
 */
public record PageCase(Incident incident, Optional<Page> page, Tries tries) {
  /** So many failures in a row, and the fallback is told instead. */
  public static final int PATIENCE = 3;

  /** A receiver that has not taken the end after so many tries is not told it any more. */
  public static final int MOST_FAREWELLS = 8;

  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;
  private static final int MOST_DOUBLINGS = 7;

  /**
   * The case of an incident.
   *
   * @param page what people were told of it before
   */
  public static PageCase of(Incident incident, Optional<Page> page) {
    return new PageCase(incident, page, Tries.NONE);
  }

  /** Takes a revision in; an older one changes nothing. */
  public PageCase seen(Incident revision) {
    return revision.revision() > incident.revision() ? new PageCase(revision, page, tries) : this;
  }

  /** True when there is nothing more to tell, whatever the time. */
  public boolean over() {
    return incident.state().closed()
        && !tries.underway()
        && page.map(told -> told.state() == Page.State.RESOLVED).orElse(true);
  }

  /**
   * What is to be sent now, if anything. Whoever sends it must first make durable what {@link
   * #underway} says.
   *
   * @param nowMillis the pager's time
   */
  public Optional<PageOrder> due(List<Route> routes, long nowMillis) {
    if (tries.underway() || nowMillis < tries.notBeforeMillis()) {
      return Optional.empty();
    }
    return incident.state().closed() ? farewell() : opening(routes, nowMillis);
  }

  /** The case while an order is on its way; its page says so. */
  public PageCase underway(PageOrder order, long nowMillis) {
    Optional<Page> next =
        order.kind() == Page.State.RESOLVED || sending(order)
            ? page
            : Optional.of(told(Page.State.SENDING, order, nowMillis));
    return new PageCase(incident, next, tries.begun());
  }

  /**
   * Takes in what a receiver did with an order.
   *
   * @param pauseMillis how long the receiver asks to be left alone; 0 when it does not
   */
  public PageCase replied(PageOrder order, Reply reply, long pauseMillis, long nowMillis) {
    if (reply == Reply.TAKEN) {
      return taken(order, nowMillis);
    }
    Tries failed = tries.failed(order.receiver(), reply, nowMillis + pause(reply, pauseMillis));
    boolean givenUp =
        order.kind() == Page.State.RESOLVED
            && (reply == Reply.NEVER || failed.failures() >= MOST_FAREWELLS);
    return givenUp ? taken(order, nowMillis) : new PageCase(incident, page, failed);
  }

  private PageCase taken(PageOrder order, long nowMillis) {
    if (order.kind() != Page.State.RESOLVED) {
      return new PageCase(incident, Optional.of(told(order.kind(), order, nowMillis)), Tries.NONE);
    }
    Tries left = tries.farewell(order.receiver());
    Page before = page.orElseThrow();
    if (!left.gone().containsAll(before.receivers())) {
      return new PageCase(incident, page, left);
    }
    Page end =
        new Page(
            before.incident(), Page.State.RESOLVED, before.receivers(), before.count(), nowMillis);
    return new PageCase(incident, Optional.of(end), Tries.NONE);
  }

  /** Whether the page says already that this order is on its way. */
  private boolean sending(PageOrder order) {
    return page.filter(
            told ->
                told.state() == Page.State.SENDING
                    && told.count() == order.count()
                    && told.receivers().contains(order.receiver()))
        .isPresent();
  }

  private Page told(Page.State state, PageOrder order, long nowMillis) {
    List<String> receivers = new ArrayList<>(page.map(Page::receivers).orElse(List.of()));
    receivers.remove(order.receiver());
    receivers.add(order.receiver());
    return new Page(incident.id(), state, receivers, order.count(), nowMillis);
  }

  private Optional<PageOrder> opening(List<Route> routes, long nowMillis) {
    Optional<Route> route =
        routes.stream().filter(candidate -> candidate.matches(incident)).findFirst();
    if (route.isEmpty() || !isDue(route.get(), nowMillis)) {
      return Optional.empty();
    }
    int told = page.map(Page::count).orElse(0);
    boolean again = page.filter(before -> before.state() == Page.State.SENDING).isPresent();
    return Optional.of(order(Page.State.TRIGGERED, receiver(route.get()), again ? told : told + 1));
  }

  private boolean isDue(Route route, long nowMillis) {
    if (page.isEmpty()) {
      boolean helpless = incident.state() == Incident.State.ESCALATED;
      return helpless || nowMillis - incident.openedMillis() >= route.delayMillis();
    }
    return switch (page.get().state()) {
      case SENDING -> true;
      case TRIGGERED ->
          route.repeatMillis() > 0 && nowMillis - page.get().timeMillis() >= route.repeatMillis();
      case ACKNOWLEDGED, RESOLVED -> false;
    };
  }

  /** The receiver, until patience with it ends; then it and the fallback in turn. */
  private String receiver(Route route) {
    boolean turn = tries.failures() / PATIENCE % 2 == 1;
    return turn || tries.refusedBy(route.receiver())
        ? route.fallback().orElse(route.receiver())
        : route.receiver();
  }

  private Optional<PageOrder> farewell() {
    return page.filter(told -> told.state() != Page.State.RESOLVED)
        .flatMap(
            told ->
                told.receivers().stream()
                    .filter(receiver -> !tries.gone().contains(receiver))
                    .findFirst()
                    .map(receiver -> order(Page.State.RESOLVED, receiver, told.count())));
  }

  private PageOrder order(Page.State kind, String receiver, int count) {
    String key = Ids.of("page", incident.id(), kind.name(), receiver, Integer.toString(count));
    return new PageOrder(kind, receiver, incident, count, key);
  }

  private long pause(Reply reply, long askedMillis) {
    if (reply == Reply.NEVER && !tries.refused()) {
      return 0;
    }
    long doubled = FIRST_PAUSE_MILLIS << Math.min(tries.failures(), MOST_DOUBLINGS);
    return Math.max(Math.min(doubled, LONGEST_PAUSE_MILLIS), askedMillis);
  }
}
