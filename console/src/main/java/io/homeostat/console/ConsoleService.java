package io.homeostat.console;

import com.linecorp.armeria.server.Server;
import io.homeostat.console.people.LogWriter;
import io.homeostat.console.people.Users;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.core.lane.Stream;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.LaneSettings;
import io.homeostat.schemas.topics.TopicFollower;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * The console as a service: follows the logs into a view and serves it, and writes what people say
 * to the log.
 */
public final class ConsoleService implements Service {
  private static final int MOST_INCIDENTS = 1000;
  private static final Setting<String> HOST =
      Setting.text("console.host", "127.0.0.1", "the address it listens on; 0.0.0.0 for every one");
  private static final Setting<Integer> PORT =
      Setting.port("console.port", 7070, "the port it listens on; 0 for any free one");
  private static final Setting<String> NAMES =
      Setting.text(
          "console.names",
          "",
          "further host names, separated by commas, under which it may be asked for");
  private static final Setting<Optional<Path>> USERS =
      Setting.maybePath(
          "console.users",
          "the file of those who may write, NAME = sha256:HASH of a token; without it names are"
              + " taken as claimed on loopback, and nobody writes from elsewhere");
  private static final List<Setting<?>> SETTINGS =
      List.of(
          Brokers.BOOTSTRAP,
          LaneSettings.TELEMETRY,
          LaneSettings.SIGNALS,
          HOST,
          PORT,
          NAMES,
          USERS);
  private static final List<Stream> STREAMS =
      List.of(
          Stream.INCIDENTS,
          Stream.GOVERNANCE,
          Stream.DECISIONS,
          Stream.COMMANDS,
          Stream.OUTCOMES,
          Stream.DRIFT_REPORTS,
          Stream.CONTROLS);

  @Override
  public String name() {
    return "console";
  }

  @Override
  public List<Setting<?>> settings() {
    return SETTINGS;
  }

  @Override
  public RunningService start(ServiceConfig config) {
    ConsoleView view = new ConsoleView(MOST_INCIDENTS);
    String life = UUID.randomUUID().toString().substring(0, 8);
    TopicFollower follower =
        TopicFollower.start(
            Brokers.from(config),
            "console",
            STREAMS,
            (record, message) -> view.apply(record.topic(), record.timestamp(), message.fact()));
    InetSocketAddress address = new InetSocketAddress(HOST.in(config), PORT.in(config));
    Users users = users(config, address);
    LogWriter writer = new LogWriter(Brokers.from(config), LaneSettings.from(config), life);
    Server server =
        ConsoleServer.of(
            address,
            names(NAMES.in(config)),
            view,
            life,
            () -> follower.caughtUp().isDone(),
            InstantSource.system(),
            users,
            writer);
    try {
      server.start().join();
    } catch (CompletionException e) {
      follower.close();
      writer.close();
      throw new ServiceException(
          "the console can't listen on "
              + address
              + ": "
              + e.getCause()
              + "; set console.host and console.port to a free port of this machine",
          e);
    }
    return new Running(server, follower, writer);
  }

  /** Names are taken as claimed only where nobody but this machine's people can reach it. */
  private static Users users(ServiceConfig config, InetSocketAddress address) {
    boolean loopback = address.getAddress() != null && address.getAddress().isLoopbackAddress();
    return USERS.in(config).map(Users::read).orElse(loopback ? Users.CLAIMED : Users.NOBODY);
  }

  private static Set<String> names(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private record Running(Server server, TopicFollower follower, LogWriter writer)
      implements RunningService {
    @Override
    public Map<String, String> addresses() {
      return Map.of("console", ConsoleServer.address(server));
    }

    @Override
    public CompletableFuture<Void> failure() {
      return follower.failure();
    }

    @Override
    public void close() {
      follower.close();
      server.stop().join();
      writer.close();
    }
  }
}
