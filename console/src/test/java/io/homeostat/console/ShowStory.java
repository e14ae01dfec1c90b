package io.homeostat.console;

import com.linecorp.armeria.server.Server;
import io.homeostat.console.people.Users;
import io.homeostat.console.view.ConsoleView;
import java.time.InstantSource;

/**
 * Serves the console on a told story, to look at it while working on it: {@code ShowStory [PORT]}.
 */
final class ShowStory {

  private ShowStory() {}

  public static void main(String[] args) {
    ConsoleView view = new ConsoleView(100);
    long now = InstantSource.system().millis();
    new Story(now - 90_000).healed().forEach(fact -> view.apply("incidents", now, fact));
    new Story(now - 40_000).refused().forEach(fact -> view.apply("incidents", now, fact));
    new Story(now - 30_000)
        .awaiting(now + 600_000)
        .forEach(fact -> view.apply("incidents", now, fact));
    DriftStory.windows("drifting", now).forEach(fact -> view.apply("drift.reports", now, fact));
    view.apply("drift.reports", now, DriftStory.unknown("new", now - 60_000));
    int port = args.length == 0 ? 7070 : Integer.parseInt(args[0]);
    Server server =
        ConsoleServer.of(
            port,
            view,
            "story",
            () -> true,
            InstantSource.system(),
            Users.CLAIMED,
            new Governor(view));
    server.start().join();
    System.out.println(ConsoleServer.address(server));
  }
}
