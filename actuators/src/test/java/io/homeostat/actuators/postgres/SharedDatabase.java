package io.homeostat.actuators.postgres;

import io.homeostat.actuators.kafka.SharedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One PostgreSQL for all test classes that ask for a {@link TestDatabase}; it ends with the last.
 */
public final class SharedDatabase implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedDatabase.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestDatabase.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Holder.class, key -> Holder.start(), Holder.class)
        .database;
  }

  private record Holder(Path folder, TestDatabase database) implements AutoCloseable {

    static Holder start() {
      try {
        Path folder = Files.createTempDirectory("test-database");
        return new Holder(folder, TestDatabase.start(folder));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws IOException {
      database.close();
      SharedBroker.delete(folder);
    }
  }
}
