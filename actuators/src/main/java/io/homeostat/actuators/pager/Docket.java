package io.homeostat.actuators.pager;

import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Page;
import io.homeostat.core.page.PageCase;
import io.homeostat.core.page.PageOrder;
import io.homeostat.core.rules.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every incident about which something may still have to be told, by its id. */
final class Docket {
  /** How many incidents that are over are remembered, so that their duplicates page nobody. */
  private static final int MOST_OVER = 20_000;

  private final Map<String, PageCase> cases = new TreeMap<>();
  private final Map<String, Page> told = new HashMap<>();
  private final Map<String, Integer> over =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MOST_OVER;
        }
      };

  /** Takes in what people were told, from the log: the newest counts. */
  void told(Page page) {
    told.put(page.incident(), page);
  }

  /** Takes a revision of an incident in. */
  void seen(Incident incident) {
    PageCase known = cases.get(incident.id());
    if (known == null && over.getOrDefault(incident.id(), -1) >= incident.revision()) {
      return;
    }
    keep(
        known == null
            ? PageCase.of(incident, Optional.ofNullable(told.get(incident.id())))
            : known.seen(incident));
  }

  /** How many incidents are open or not yet told to be over. */
  int size() {
    return cases.size();
  }

  /** What is to be sent now. */
  List<PageOrder> due(List<Route> routes, long nowMillis) {
    List<PageOrder> orders = new ArrayList<>();
    cases.values().forEach(one -> one.due(routes, nowMillis).ifPresent(orders::add));
    return orders;
  }

  /** The case of an order. */
  PageCase of(PageOrder order) {
    PageCase found = cases.get(order.incident().id());
    if (found == null) {
      throw new IllegalStateException(order.incident().id() + " has no case");
    }
    return found;
  }

  /**
   * Puts a case in the place of the one before.
   *
   * @return what it says that the log does not yet
   */
  Optional<Page> keep(PageCase next) {
    String id = next.incident().id();
    Optional<Page> unwritten =
        next.page().filter(page -> !page.equals(told.get(id))).map(page -> remember(id, page));
    if (next.over()) {
      cases.remove(id);
      told.remove(id);
      over.put(id, next.incident().revision());
    } else {
      cases.put(id, next);
    }
    return unwritten;
  }

  private Page remember(String id, Page page) {
    told.put(id, page);
    return page;
  }
}
