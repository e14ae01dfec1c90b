package io.homeostat.demo;

import io.homeostat.demo.control.GitControl;
import io.homeostat.demo.deploy.Deployer;
import io.homeostat.demo.git.Account;
import io.homeostat.demo.git.ConfigRepository;
import io.homeostat.demo.git.GitServer;
import io.homeostat.demo.git.PushGate;
import io.homeostat.demo.rag.Retriever;
import io.homeostat.demo.rag.SearchConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the retriever gets its configuration: the repository, its server, and the deployer. */
final class Delivery implements AutoCloseable {
  /** The retriever as its deployer knows it. */
  private static final String ENTITY = "deployment:demo/rag/retriever";

  private final Path secrets;
  private final ConfigRepository repository;
  private final GitServer server;
  private final Deployer deployer;
  private final GitControl control;

  private Delivery(
      Path secrets,
      ConfigRepository repository,
      GitServer server,
      Deployer deployer,
      GitControl control) {
    this.secrets = secrets;
    this.repository = repository;
    this.server = server;
    this.deployer = deployer;
    this.control = control;
  }

  /** Starts all of it, or nothing. */
  static Delivery start(DemoSettings settings, Retriever retriever, InstantSource time) {
    ConfigRepository repository =
        ConfigRepository.open(
            settings.folder().resolve("git"),
            Map.of(Deployer.CONFIG, SearchConfig.FIRST.text()),
            time);
    PushGate gate = new PushGate();
    GitServer server;
    try {
      server = GitServer.start(repository, gate, settings.secrets(), settings.gitPort());
    } catch (RuntimeException e) {
      repository.close();
      throw e;
    }
    try {
      Deployer deployer =
          Deployer.start(
              new Deployer.Settings(
                  server.address(),
                  settings.folder().resolve("deployer"),
                  settings.secrets(),
                  settings.otlpEndpoint().resolve("/v1/webhooks/argocd")),
              retriever::configure,
              time);
      return new Delivery(
          settings.secrets(),
          repository,
          server,
          deployer,
          new GitControl(repository, deployer, gate));
    } catch (RuntimeException e) {
      server.close();
      repository.close();
      throw e;
    }
  }

  ConfigRepository repository() {
    return repository;
  }

  URI address() {
    return server.address();
  }

  GitControl control() {
    return control;
  }

  /** The repository as the file of targets lists it. */
  Map<String, Object> target() {
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("entity", ENTITY);
    target.put("url", server.address().toString());
    target.put("branch", ConfigRepository.BRANCH);
    target.put("path", Deployer.FOLDER);
    target.put("holds", Deployer.HOLDS);
    Map<String, Object> login = new LinkedHashMap<>();
    login.put("user", Account.HOMEOSTAT.user());
    login.put(
        "passwordFile", Account.HOMEOSTAT.password(secrets).file().toAbsolutePath().toString());
    target.put("roles", Map.of("actuator", login));
    return target;
  }

  @Override
  public void close() {
    control.close();
    deployer.close();
    server.close();
    repository.close();
  }
}
