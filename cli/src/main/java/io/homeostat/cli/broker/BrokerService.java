package io.homeostat.cli.broker;

import io.homeostat.core.lane.Lanes;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.Service;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.topics.LaneSettings;
import io.homeostat.schemas.topics.Topics;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * The service {@code broker}: a Kafka of one node on loopback, formatted at its first start, with
 * Homeostat's topics in it.
 */
public final class BrokerService implements Service {
  @Override
  public String name() {
    return "broker";
  }

  @Override
  public RunningService start(ServiceConfig config) {
    BrokerSettings settings = BrokerSettings.from(config);
    BrokerStorage.prepare(settings);
    Lanes lanes = LaneSettings.from(config);
    RunningBroker broker = RunningBroker.start(settings);
    boolean complete = false;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrap()))) {
      Topics.create(admin, lanes, (short) 1);
      complete = true;
      return broker;
    } catch (IllegalStateException | KafkaException e) {
      throw new ServiceException(
          "Kafka runs, but its topics are not as they must be: " + e.getMessage(), e);
    } finally {
      if (!complete) {
        broker.close();
      }
    }
  }
}
