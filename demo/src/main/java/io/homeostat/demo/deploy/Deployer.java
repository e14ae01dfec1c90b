package io.homeostat.demo.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.homeostat.demo.Periodic;
import io.homeostat.demo.git.Account;
import io.homeostat.demo.git.ConfigRepository;
import io.homeostat.demo.rag.SearchConfig;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deployer: looks at the branch every two seconds, and where the retriever's folder has another
 * content than what is deployed, brings that into the retriever and tells so, as Argo CD would.
 * What the file of holds lists is not deployed, under whatever revision it comes.
 */
public final class Deployer implements AutoCloseable {
  /** The folder that is deployed. */
  public static final String FOLDER = "retriever";

  /** The file in it that the retriever is configured by. */
  public static final String CONFIG = FOLDER + "/config.yaml";

  /** The file that lists what must not be deployed. */
  public static final String HOLDS = "holds/retriever.yaml";

  private static final Logger log = LoggerFactory.getLogger(Deployer.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final int TIMEOUT_SECONDS = 30;
  private static final String HEAD = "refs/seen/" + ConfigRepository.BRANCH;

  private final ObjectMapper json = new ObjectMapper().registerModule(new Jdk8Module());
  private final Settings settings;
  private final Consumer<SearchConfig> retriever;
  private final InstantSource time;
  private final Repository clone;
  private final Notifier notifier;
  private Application application;
  private Optional<Periodic> polling = Optional.empty();

  /**
   * What it is told.
   *
   * @param repository where the repository is served
   * @param folder its own folder
   * @param secrets where the demo keeps secrets
   * @param webhook where it tells of deployments
   */
  public record Settings(URI repository, Path folder, Path secrets, URI webhook) {}

  private Deployer(
      Settings settings, Repository clone, Consumer<SearchConfig> retriever, InstantSource time)
      throws IOException {
    this.settings = settings;
    this.clone = clone;
    this.retriever = retriever;
    this.time = time;
    this.application =
        Files.exists(memory())
            ? json.readValue(memory().toFile(), Application.class)
            : Application.NEW;
    this.notifier = Notifier.start(settings.webhook());
  }

  /**
   * Brings back what was deployed, or what stands in Git where nothing was, and begins to look.
   *
   * @param retriever takes the configuration that is deployed
   */
  public static Deployer start(
      Settings settings, Consumer<SearchConfig> retriever, InstantSource time) {
    try {
      Files.createDirectories(settings.folder());
      Repository clone =
          Git.init()
              .setBare(true)
              .setDirectory(settings.folder().resolve("clone.git").toFile())
              .call()
              .getRepository();
      Deployer deployer = new Deployer(settings, clone, retriever, time);
      deployer.begin();
      deployer.polling = Optional.of(Periodic.start("deployer", INTERVAL, deployer::look));
      return deployer;
    } catch (IOException | GitAPIException e) {
      throw new ServiceException("the demo's deployer can't begin: " + e.getMessage(), e);
    }
  }

  /** What is deployed, and how that went. */
  public synchronized Application application() {
    return application;
  }

  @Override
  public void close() {
    polling.ifPresent(Periodic::close);
    notifier.close();
    clone.close();
  }

  /** What the world begins with, or goes on with, is no deployment to tell of. */
  private void begin() throws IOException, GitAPIException {
    fetch();
    Application.Deployed newest =
        application
            .newest()
            .orElseGet(() -> new Application.Deployed(head(), content(head()), now()));
    retriever.accept(config(newest.revision()));
    if (application.newest().isEmpty()) {
      remember(application.with(newest));
    }
  }

  /** Looks once. */
  synchronized void look() throws IOException, GitAPIException {
    fetch();
    String head = head();
    String content = content(head);
    boolean deployed =
        application.newest().filter(each -> each.content().equals(content)).isPresent();
    boolean failed =
        application
            .operation()
            .filter(each -> each.phase().equals("Failed") && each.revision().equals(head))
            .isPresent();
    if (!deployed && !failed) {
      sync(head, content);
    }
  }

  private void sync(String revision, String content) throws IOException {
    String started = now();
    tell(new Application.Operation(revision, "Running", "Progressing", "", started, ""));
    SearchConfig config;
    try {
      requireReleased(revision, content);
      config = config(revision);
    } catch (IllegalArgumentException e) {
      log.warn("{} is not deployed: {}", revision, e.getMessage());
      tell(
          new Application.Operation(
              revision, "Failed", "Healthy", String.valueOf(e.getMessage()), started, now()));
      return;
    }
    retriever.accept(config);
    String finished = now();
    remember(application.with(new Application.Deployed(revision, content, finished)));
    tell(new Application.Operation(revision, "Succeeded", "Progressing", "", started, finished));
    tell(new Application.Operation(revision, "Succeeded", "Healthy", "", started, finished));
    log.info("deployed {}: version {}", revision, config.version());
  }

  private void requireReleased(String revision, String content) throws IOException {
    Optional<String> holds = ConfigRepository.text(clone, revision, HOLDS);
    if (holds.isEmpty()) {
      return;
    }
    String held = Holds.parse(holds.get()).revisions().get(content);
    if (held != null) {
      throw new IllegalArgumentException(
          "the content of " + FOLDER + " is held since revision " + held + "; see " + HOLDS);
    }
  }

  private SearchConfig config(String revision) throws IOException {
    return SearchConfig.parse(
        ConfigRepository.text(clone, revision, CONFIG)
            .orElseThrow(() -> new IllegalArgumentException(CONFIG + " is missing")));
  }

  private void tell(Application.Operation operation) throws IOException {
    remember(application.with(operation));
    notifier.tell(application.notification(settings.repository().toString(), FOLDER, now()));
  }

  private void remember(Application next) throws IOException {
    Path fresh = memory().resolveSibling("application.json.new");
    json.writeValue(fresh.toFile(), next);
    Files.move(
        fresh, memory(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    application = next;
  }

  private Path memory() {
    return settings.folder().resolve("application.json");
  }

  private void fetch() throws GitAPIException {
    try (Git git = new Git(clone)) {
      git.fetch()
          .setRemote(settings.repository().toString())
          .setRefSpecs(new RefSpec("+refs/heads/" + ConfigRepository.BRANCH + ":" + HEAD))
          .setTimeout(TIMEOUT_SECONDS)
          .setCredentialsProvider(
              new UsernamePasswordCredentialsProvider(
                  Account.DEPLOYER.user(), Account.DEPLOYER.password(settings.secrets()).value()))
          .call();
    }
  }

  private String head() {
    try {
      return clone.exactRef(HEAD).getObjectId().name();
    } catch (IOException e) {
      throw new UncheckedIOException("the clone can't be read", e);
    }
  }

  private String content(String revision) {
    try {
      return ConfigRepository.id(clone, revision, FOLDER).map(ObjectId::name).orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException("the clone can't be read", e);
    }
  }

  private String now() {
    return time.instant().toString();
  }
}
