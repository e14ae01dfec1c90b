package io.homeostat.schemas.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main class of every process: {@code ServiceMain --config FILE [--lifeline] SERVICE…}. It
 * starts the services in order, prints one line {@code homeostat-ready {"name":"address",…}} on
 * standard output, and runs until it is told to end: by SIGTERM, or with {@code --lifeline} by the
 * end of standard input, so that no process outlives its supervisor.
 *
 * <p>Exit codes: 0 stopped as asked, 70 wrong arguments or a service failed.
 */
public final class ServiceMain {
  /** What the supervisor waits for on standard output. */
  public static final String READY = "homeostat-ready ";

  private static final Logger log = LoggerFactory.getLogger(ServiceMain.class);
  private static final long CLOSE_LIMIT_SECONDS = 20;

  private ServiceMain() {}

  public static void main(String[] args) {
    int code;
    try {
      code = run(List.of(args));
    } catch (ServiceException e) {
      log.error("{}", e.getMessage(), e);
      System.err.println("homeostat: " + e.getMessage());
      code = 70;
    } catch (RuntimeException | Error e) {
      log.error("a service could not start", e);
      System.err.println("homeostat: a service could not start: " + e);
      code = 70;
    }
    Runtime.getRuntime().halt(code);
  }

  private static int run(List<String> args) {
    Arguments arguments = Arguments.parse(args);
    ServiceConfig config = ServiceConfig.read(arguments.config());
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitClose(end, closed), "shutdown"));
    if (arguments.lifeline()) {
      watchLifeline(end);
    }
    List<RunningService> running = new ArrayList<>();
    CompletableFuture<Void> failure = new CompletableFuture<>();
    try {
      Map<String, String> addresses = new TreeMap<>();
      for (Service service : arguments.services()) {
        RunningService started = service.start(config);
        running.add(started);
        addresses.putAll(started.addresses());
        var unused =
            started.failure().whenComplete((done, cause) -> failed(service, cause, failure, end));
      }
      System.out.println(READY + json(addresses));
      System.out.flush();
      end.await();
      return failure.isCompletedExceptionally() ? 70 : 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 70;
    } finally {
      closeAll(running);
      closed.countDown();
    }
  }

  private static void failed(
      Service service, Throwable cause, CompletableFuture<Void> failure, CountDownLatch end) {
    if (cause != null) {
      log.error("service {} failed", service.name(), cause);
      failure.completeExceptionally(cause);
      end.countDown();
    }
  }

  private static void closeAll(List<RunningService> running) {
    for (int i = running.size() - 1; i >= 0; i--) {
      try {
        running.get(i).close();
      } catch (RuntimeException e) {
        log.warn("a service did not close cleanly", e);
      }
    }
  }

  private static void awaitClose(CountDownLatch end, CountDownLatch closed) {
    end.countDown();
    try {
      if (!closed.await(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        log.warn("services did not close within {} s", CLOSE_LIMIT_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void watchLifeline(CountDownLatch end) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // The supervisor writes nothing; only the end matters.
                }
              } catch (IOException e) {
                log.info("the lifeline broke", e);
              }
              end.countDown();
            },
            "lifeline");
    thread.setDaemon(true);
    thread.start();
  }

  private static String json(Map<String, String> addresses) {
    return addresses.entrySet().stream()
        .map(entry -> '"' + entry.getKey() + "\":\"" + entry.getValue() + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }

  private record Arguments(Path config, boolean lifeline, List<Service> services) {

    static Arguments parse(List<String> args) {
      Path config = null;
      boolean lifeline = false;
      List<Service> services = new ArrayList<>();
      Map<String, Service> known =
          ServiceLoader.load(Service.class).stream()
              .map(ServiceLoader.Provider::get)
              .collect(
                  Collectors.toMap(Service::name, service -> service, (a, b) -> a, TreeMap::new));
      for (int i = 0; i < args.size(); i++) {
        switch (args.get(i)) {
          case "--lifeline" -> lifeline = true;
          case "--config" -> {
            if (++i == args.size()) {
              throw new ServiceException("--config needs a file");
            }
            config = Path.of(args.get(i));
          }
          default -> services.add(find(known, args.get(i)));
        }
      }
      if (config == null || services.isEmpty()) {
        throw new ServiceException(
            "usage: --config FILE [--lifeline] SERVICE…; services here: " + known.keySet());
      }
      return new Arguments(config, lifeline, services);
    }

    private static Service find(Map<String, Service> known, String name) {
      Service service = known.get(name);
      if (service == null) {
        throw new ServiceException(
            "no service '" + name + "' on this class path; there are " + known.keySet());
      }
      return service;
    }
  }
}
