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

/** The life of a process: its services start in order, and close in the opposite one. */
final class ServiceLife {
  private static final Logger log = LoggerFactory.getLogger(ServiceLife.class);
  private static final long CLOSE_LIMIT_SECONDS = 20;
  private static final int FAILED = 70;

  private ServiceLife() {}

  /** Runs the services until they are told to end, or one fails; gives the process's exit code. */
  static int exitCode(List<String> args) {
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
    LogForm form = LogForm.SETTING.in(config);
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
      Map<String, String> addresses = start(arguments, config, running, failure, end);
      started.set(true);
      tellReady(arguments, form, addresses);
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

  /** Where nobody supervises it and all lines are to be JSON, the log says so. */
  private static void tellReady(Arguments arguments, LogForm form, Map<String, String> addresses) {
    if (arguments.lifeline() || form == LogForm.TEXT) {
      System.out.println(ServiceMain.READY + json(addresses));
      System.out.flush();
    } else {
      log.info("ready: {}", addresses);
    }
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
