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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main class of every process: {@code ServiceMain --config FILE [--lifeline] SERVICE…}. It
 * starts the services in order, prints one line {@code homeostat-ready {"name":"address",…}} on
 * standard output, and runs until it is told to end: by SIGTERM, or with {@code --lifeline} by the
 * end of standard input, so that no process outlives its supervisor.
 *
 * <p>Exit codes: 0 stopped as asked, 70 wrong arguments or settings, or a service failed.
 */
public final class ServiceMain {
  /** What the supervisor waits for on standard output. */
  public static final String READY = "homeostat-ready ";

  /** What every process reads besides its services' own settings. */
  public static final List<Setting<?>> SETTINGS = List.of(Health.HOST, Health.PORT);

  private static final Logger log = LoggerFactory.getLogger(ServiceMain.class);
  private static final long CLOSE_LIMIT_SECONDS = 20;
  private static final int FAILED = 70;

  private ServiceMain() {}

  public static void main(String[] args) {
    Runtime.getRuntime().halt(exitCode(List.of(args)));
  }

  private static int exitCode(List<String> args) {
    try {
      return run(args);
    } catch (ServiceException e) {
      log.error("{}", e.getMessage(), e);
      System.err.println("homeostat: " + e.getMessage());
    } catch (RuntimeException | Error e) {
      log.error("a service could not start", e);
      System.err.println("homeostat: a service could not start: " + e);
    }
    return FAILED;
  }

  private static int run(List<String> args) {
    Arguments arguments = Arguments.parse(args);
    ServiceConfig config = ServiceConfig.read(arguments.config());
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitClose(end, closed), "shutdown"));
    if (arguments.lifeline()) {
      watchLifeline(end);
    }
    List<AutoCloseable> running = new ArrayList<>();
    CompletableFuture<Void> failure = new CompletableFuture<>();
    AtomicBoolean started = new AtomicBoolean();
    int code = FAILED;
    try {
      running.addAll(Health.open(config, () -> started.get() && !failure.isDone()));
      System.out.println(READY + json(start(arguments, config, running, failure, end)));
      System.out.flush();
      started.set(true);
      end.await();
      code = failure.isCompletedExceptionally() ? FAILED : 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closeAll(running);
      closed.complete(code);
    }
    return code;
  }

  /** Starts the services in order; gives their addresses. */
  private static Map<String, String> start(
      Arguments arguments,
      ServiceConfig config,
      List<AutoCloseable> running,
      CompletableFuture<Void> failure,
      CountDownLatch end) {
    Map<String, String> addresses = new TreeMap<>();
    for (Service service : arguments.services()) {
      RunningService started = service.start(config);
      running.add(started);
      addresses.putAll(started.addresses());
      var unused =
          started.failure().whenComplete((done, cause) -> failed(service, cause, failure, end));
    }
    return addresses;
  }

  private static void failed(
      Service service, Throwable cause, CompletableFuture<Void> failure, CountDownLatch end) {
    if (cause != null) {
      log.error("service {} failed", service.name(), cause);
      failure.completeExceptionally(cause);
      end.countDown();
    }
  }

  private static void closeAll(List<AutoCloseable> running) {
    for (int i = running.size() - 1; i >= 0; i--) {
      long began = System.nanoTime();
      AutoCloseable part = running.get(i);
      try {
        part.close();
      } catch (Exception e) {
        log.warn("a service did not close cleanly", e);
      }
      log.info(
          "{} closed in {} ms",
          part.getClass().getSimpleName(),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }
  }

  /**
   * Tells the services to end and waits for it. The hook ends the process itself: were it to
   * return, the JVM would end with the signal's code before {@code main} can say its own.
   */
  private static void awaitClose(CountDownLatch end, CompletableFuture<Integer> closed) {
    end.countDown();
    try {
      Runtime.getRuntime().halt(closed.get(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      log.warn("services did not close within {} s", CLOSE_LIMIT_SECONDS);
      Runtime.getRuntime().halt(FAILED);
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is only ever completed with a code", e);
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
