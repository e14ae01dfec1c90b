package io.homeostat.ingest.git;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.StoredConfig;

/** A repository that JGit's server serves over HTTP on loopback, until it is stopped. */
final class ServedRepository implements AutoCloseable {
  private static final String PATH = "/group/rag.git";

  private final Git git;
  private final String authorization;
  private int port;
  private Server server;

  /**
   * Serves an empty one.
   *
   * @param login {@code user:password} that is asked for; empty for none
   */
  ServedRepository(Path folder, String login) throws Exception {
    this.git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
    this.authorization =
        login.isEmpty()
            ? ""
            : "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    this.server = serve();
  }

  private Server serve() throws Exception {
    Server fresh = new Server();
    ServerConnector connector = new ServerConnector(fresh, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    fresh.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addFilter(
        new FilterHolder(
            (request, response, chain) -> {
              String sent = ((HttpServletRequest) request).getHeader("Authorization");
              if (authorization.isEmpty() || authorization.equals(sent)) {
                chain.doFilter(request, response);
              } else {
                HttpServletResponse refusal = (HttpServletResponse) response;
                refusal.setHeader("WWW-Authenticate", "Basic realm=\"test\"");
                refusal.sendError(HttpServletResponse.SC_UNAUTHORIZED);
              }
            }),
        "/*",
        EnumSet.of(DispatcherType.REQUEST));
    GitServlet servlet = new GitServlet();
    servlet.setRepositoryResolver(
        (request, name) -> {
          git.getRepository().incrementOpen();
          return git.getRepository();
        });
    context.addServlet(new ServletHolder(servlet), "/*");
    fresh.setHandler(context);
    fresh.start();
    port = connector.getLocalPort();
    return fresh;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port + PATH);
  }

  /** Makes an empty commit on {@code main}; its id. */
  String commit(String author, String message, Instant at) throws Exception {
    PersonIdent who = new PersonIdent(author, author + "@example.org", at, ZoneOffset.UTC);
    return git.commit()
        .setAllowEmpty(true)
        .setAuthor(who)
        .setCommitter(who)
        .setMessage(message)
        .call()
        .name();
  }

  /** From now on files can be left out of what is fetched. */
  void allowFilters() throws Exception {
    StoredConfig config = git.getRepository().getConfig();
    config.setBoolean("uploadpack", null, "allowfilter", true);
    config.save();
  }

  void stop() throws Exception {
    server.stop();
  }

  /** At the same address. */
  void startAgain() throws Exception {
    server = serve();
  }

  @Override
  public void close() throws Exception {
    stop();
    git.close();
  }
}
