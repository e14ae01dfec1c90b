package io.homeostat.ingest.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaRaftServer;

/**
 * One node of the real Kafka in a process of its own, which a test may kill: {@code BrokerMain
 * FOLDER PORT CONTROLLER_PORT}. Started again in the same folder it goes on with what it had. It
 * ends with its standard input.
 */
public final class BrokerMain {
  private BrokerMain() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Properties settings =
        TestBroker.settings(folder, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    if (!Files.exists(folder.resolve("logs"))) {
      TestBroker.format(folder, settings);
    }
    KafkaRaftServer server = TestBroker.begin(settings);
    int read;
    do {
      read = System.in.read(); // Whoever has started it holds its input open.
    } while (read >= 0);
    server.shutdown();
    server.awaitShutdown();
  }
}
