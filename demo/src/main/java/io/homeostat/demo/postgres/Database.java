package io.homeostat.demo.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * The way to one database of the demo's PostgreSQL.
 *
 * @param host where it listens
 * @param port its TCP port
 * @param name the database
 * @param credentials the passwords
 */
public record Database(String host, int port, String name, Credentials credentials) {
  /** The database of the retrieval system. */
  public static final String RAG = "rag";

  /** The JDBC URL, without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + name;
  }

  /** The same server's database of another name. */
  public Database named(String other) {
    return new Database(host, port, other, credentials);
  }

  /**
   * Opens a connection that the caller closes.
   *
   * @param application what {@code pg_stat_activity} and the ledger call it
   */
  public Connection connect(Role role, String application) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", role.user());
    properties.setProperty("password", credentials.password(role));
    properties.setProperty("ApplicationName", application);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("tcpKeepAlive", "true");
    Connection connection = new Driver().connect(jdbcUrl(), properties);
    if (connection == null) {
      throw new SQLException("the driver does not take " + jdbcUrl());
    }
    return connection;
  }
}
