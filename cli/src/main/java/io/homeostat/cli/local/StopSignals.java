package io.homeostat.cli.local;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ctrl-C, SIGTERM and a closed terminal, as calls. The JVM's own way, shutdown hooks, can't tell a
 * second Ctrl-C from the first; sun.misc.Signal can, and every JDK has it. It is reached by
 * reflection because javac warns of it and has no switch for that warning alone.
 */
final class StopSignals {
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");
  private static final Duration ONE_ASKING = Duration.ofMillis(500);

  private StopSignals() {}

  /**
   * Calls {@code first} for the first signal and {@code further} for each later one; those that
   * come at almost the same time are one, since some senders signal a process and its group.
   */
  static void handle(InstantSource clock, Runnable first, Runnable further) {
    AtomicLong asked = new AtomicLong(Long.MAX_VALUE);
    Runnable handle =
        () -> {
          long now = clock.millis();
          if (asked.compareAndSet(Long.MAX_VALUE, now)) {
            first.run();
          } else if (now - asked.get() > ONE_ASKING.toMillis()) {
            further.run();
          }
        };
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler calls =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              handle.run();
            }
            return null;
          };
      Object proxy =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(), new Class<?>[] {handler}, calls);
      for (String name : NAMES) {
        Object named = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, named, proxy);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this Java has no sun.misc.Signal: use a JDK with jdk.unsupported", e);
    }
  }
}
