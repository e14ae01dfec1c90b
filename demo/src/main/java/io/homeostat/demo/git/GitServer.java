package io.homeostat.demo.git;

import io.homeostat.demo.Loopback;
import io.homeostat.schemas.service.ServiceException;
import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.resolver.ServiceNotAuthorizedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the repository over HTTP on loopback, to read and to write, for its accounts. */
public final class GitServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GitServer.class);
  private static final int MOST_THREADS = 10;
  private static final int LEAST_THREADS = 2;

  private final Server server;
  private final ServerConnector connector;

  private GitServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts to serve.
   *
   * @param secrets where the accounts' passwords are
   * @param port on 127.0.0.1; 0 for any free one
   * @throws ServiceException when the port is taken
   */
  public static GitServer start(
      ConfigRepository repository, PushGate gate, Path secrets, int port) {
    Server server = new Server(new QueuedThreadPool(MOST_THREADS, LEAST_THREADS));
    ServerConnector connector = new ServerConnector(server, /* acceptors= */ 1, /* selectors= */ 1);
    connector.setHost(Loopback.HOST);
    connector.setPort(port);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addFilter(
        new FilterHolder(new BasicLogin(secrets)), "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(new ServletHolder(servlet(repository, gate)), "/*");
    server.setHandler(context);
    for (Account account : Account.values()) {
      account.password(secrets).value();
    }
    try {
      server.start();
      return new GitServer(server, connector);
    } catch (Exception e) {
      throw new ServiceException(
          "the demo's Git server can't listen on 127.0.0.1:"
              + port
              + " ("
              + e.getMessage()
              + "): end what listens there, or set demo.git.port",
          e);
    }
  }

  private static GitServlet servlet(ConfigRepository repository, PushGate gate) {
    GitServlet servlet = new GitServlet();
    servlet.setRepositoryResolver(
        (request, name) -> {
          if (!name.equals(ConfigRepository.NAME)) {
            throw new RepositoryNotFoundException(name);
          }
          repository.repository().incrementOpen();
          return repository.repository();
        });
    servlet.setReceivePackFactory(
        (request, db) -> {
          boolean writer =
              request.getAttribute(BasicLogin.ACCOUNT) instanceof Account account
                  && account.writer();
          if (!writer) {
            throw new ServiceNotAuthorizedException("this account only reads");
          }
          ReceivePack pack = new ReceivePack(db);
          pack.setPreReceiveHook(gate);
          return pack;
        });
    return servlet;
  }

  /** The repository's address. */
  public URI address() {
    return URI.create(
        "http://" + Loopback.HOST + ":" + connector.getLocalPort() + "/" + ConfigRepository.NAME);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      log.warn("the Git server did not stop cleanly", e);
    }
  }
}
