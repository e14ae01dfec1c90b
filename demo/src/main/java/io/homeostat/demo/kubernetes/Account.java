package io.homeostat.demo.kubernetes;

import io.fabric8.mockwebserver.dsl.HttpMethod;

/** Who may talk to the API server; each account has no more rights than its work needs. */
public enum Account {
  /** Homeostat's watchers: read, and write nothing. */
  WATCHER("homeostat-watcher"),
  /** Homeostat's actuators: read and patch. */
  ACTUATOR("homeostat-actuator"),
  /** A person with kubectl. */
  ADMIN("admin"),
  /** The demo itself, not over HTTP: makes the Deployment and fills in its status. */
  CONTROLLER("deployment-controller");

  private final String user;

  Account(String user) {
    this.user = user;
  }

  /** The account's name. */
  public String user() {
    return user;
  }

  /** Whether the account may use the method over HTTP. */
  boolean may(HttpMethod method) {
    return switch (this) {
      case WATCHER -> method == HttpMethod.GET;
      case ACTUATOR -> method == HttpMethod.GET || method == HttpMethod.PATCH;
      case ADMIN -> true;
      case CONTROLLER -> false;
    };
  }
}
