package io.homeostat.schemas.patroni;

import io.homeostat.schemas.patroni.MemberReading.Access;
import io.homeostat.schemas.patroni.MemberReading.Agent;
import io.homeostat.schemas.targets.PatroniTarget;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Reads a cluster from outside, all its parts at the same time, in about the time of the slowest:
 * at most two seconds for an answer. A new connection is made to each PostgreSQL, as one that is
 * open already would not tell whether others still can.
 */
public final class ClusterReader implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String LIMIT_SECONDS = "2";
  private static final String CANNOT_CONNECT_NOW = "57P03";

  private final PatroniTarget target;
  private final PatroniApi api;
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "cluster-reader");
            thread.setDaemon(true);
            return thread;
          });

  /** A reader of one cluster. */
  public ClusterReader(PatroniTarget target, PatroniApi api) {
    this.target = target;
    this.api = api;
  }

  /** The cluster that it reads. */
  public PatroniTarget target() {
    return target;
  }

  /** Reads everything once. */
  public ClusterReading read() {
    CompletableFuture<Optional<ClusterView>> view =
        later(() -> any("/cluster", ClusterView::parse));
    CompletableFuture<Optional<ClusterSettings>> settings =
        later(() -> any("/config", ClusterSettings::parse));
    List<CompletableFuture<MemberReading>> members =
        target.members().stream()
            .map(
                member ->
                    later(() -> agent(member))
                        .thenCombine(
                            later(() -> access(member)),
                            (agent, access) -> new MemberReading(member.name(), agent, access)))
            .toList();
    return new ClusterReading(
        view.join(), settings.join(), members.stream().map(CompletableFuture::join).toList());
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private <T> CompletableFuture<T> later(java.util.function.Supplier<T> reading) {
    return CompletableFuture.supplyAsync(reading, executor);
  }

  private interface Meaning<T> {
    T of(String body) throws IOException;
  }

  /** All agents are asked at once; the first of the target's order that answers is believed. */
  private <T> Optional<T> any(String path, Meaning<T> meaning) {
    List<CompletableFuture<Optional<T>>> answers =
        target.members().stream().map(member -> later(() -> ask(member, path, meaning))).toList();
    return answers.stream().map(CompletableFuture::join).flatMap(Optional::stream).findFirst();
  }

  private Optional<Agent> agent(PatroniTarget.Member member) {
    return ask(member, "/patroni", Agent::parse);
  }

  private <T> Optional<T> ask(PatroniTarget.Member member, String path, Meaning<T> meaning) {
    try {
      PatroniApi.Answer answer = api.get(member.api(), path, LIMIT);
      return answer.status() == 200 ? Optional.of(meaning.of(answer.body())) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // No answer is a fact of its own, and the reading says so.
    }
  }

  private Access access(PatroniTarget.Member member) {
    try (Connection connection =
            DriverManager.getConnection(member.jdbcUrl(target.database()), settings());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_is_in_recovery()")) {
      row.next();
      return row.getBoolean(1) ? Access.IN_RECOVERY : Access.WRITABLE;
    } catch (SQLException e) {
      return access(e);
    } catch (IOException e) {
      return Access.UNCLEAR;
    }
  }

  private static Access access(SQLException e) {
    if (CANNOT_CONNECT_NOW.equals(e.getSQLState()) || e.getCause() instanceof ConnectException) {
      return Access.CLOSED;
    }
    return e.getCause() instanceof SocketTimeoutException ? Access.NO_ANSWER : Access.UNCLEAR;
  }

  private Properties settings() throws IOException {
    Properties settings = new Properties();
    settings.setProperty("user", target.probe().user());
    settings.setProperty("password", target.probe().password());
    settings.setProperty("ApplicationName", "homeostat-cluster");
    settings.setProperty("connectTimeout", LIMIT_SECONDS);
    settings.setProperty("socketTimeout", LIMIT_SECONDS);
    settings.setProperty("readOnly", "true");
    return settings;
  }
}
