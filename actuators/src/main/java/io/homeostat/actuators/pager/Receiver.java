package io.homeostat.actuators.pager;

import java.net.URI;
import java.util.Optional;

/** Who can be paged, and what their end of the line speaks. */
sealed interface Receiver {

  /** Its name in the routes. */
  String name();

  /** Where it takes pages. */
  URI url();

  /**
   * Any server that takes JSON.
   *
   * @param secret what requests are signed with; empty for none
   */
  record Webhook(String name, URI url, Optional<String> secret) implements Receiver {}

  /**
   * PagerDuty's Events API, version 2.
   *
   * @param routingKey the integration's key
   */
  record PagerDuty(String name, URI url, String routingKey) implements Receiver {
    /** Where PagerDuty takes events. */
    static final URI USUAL = URI.create("https://events.pagerduty.com/v2/enqueue");
  }

  /** A Slack-compatible incoming webhook, whose address is its secret. */
  record Slack(String name, URI url) implements Receiver {}
}
