package io.homeostat.demo.fault;

import io.homeostat.demo.deploy.Deployer;
import io.homeostat.demo.git.ConfigRepository;
import io.homeostat.demo.rag.Corpus;
import io.homeostat.demo.rag.SearchConfig;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Somebody commits that some tenants' documents are in a table to which nobody has moved them. It
 * is deployed, the retriever says that it is well, and every search of those tenants fails: at
 * least a quarter of all.
 *
 * @param repository the repository of the retriever's configuration
 */
public record BadDeploy(ConfigRepository repository) implements Fault {
  private static final String MISSING_TABLE = "public.documents_v2";
  private static final int LEAST_TENANTS = 8;
  private static final int MORE_TENANTS = 5;
  private static final int HISTORY = 10_000;
  private static final Duration LASTS = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "bad-deploy";
  }

  @Override
  public String description() {
    return "commits a configuration that sends some tenants' searches to a table that is not there;"
        + " the deployer brings it into the retriever, and their searches fail";
  }

  @Override
  public Duration lasts() {
    return LASTS;
  }

  @Override
  public String ending() {
    return "ends by itself with the commit; its searches fail until it is taken back in Git";
  }

  @Override
  public void inject(long seed, StopSignal stop) throws SQLException {
    try {
      SearchConfig now =
          SearchConfig.parse(repository.file(repository.head(), Deployer.CONFIG).orElseThrow());
      String version = nextVersion(repository);
      SortedMap<Integer, String> moved = moved(seed);
      repository.commit(
          "Search team",
          "Search " + moved.size() + " tenants in documents_v2",
          Map.of(Deployer.CONFIG, now.with(version, moved).text()));
    } catch (IOException e) {
      throw new SQLException("the repository did not take the commit: " + e.getMessage(), e);
    }
  }

  /** A version that no commit before has. */
  static String nextVersion(ConfigRepository repository) throws IOException {
    return "1." + (4 + repository.newest(HISTORY).size()) + ".0";
  }

  /** The tenants that a seed sends astray: from 8 to 12 of the small ones, the busiest or not. */
  static SortedMap<Integer, String> moved(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SortedMap<Integer, String> moved = new TreeMap<>();
    if (random.nextBoolean()) {
      moved.put(Corpus.BUSIEST_TENANT, MISSING_TABLE);
    }
    int small = moved.size() + LEAST_TENANTS + random.nextInt(MORE_TENANTS);
    while (moved.size() < small) {
      moved.put(2 + random.nextInt(Corpus.TENANTS - 1), MISSING_TABLE);
    }
    return moved;
  }

  @Override
  public void recover() {
    // One commit is there or not: nothing of it can be cut off.
  }

  @Override
  public void undo() throws SQLException {
    try {
      String head = repository.head();
      Map<String, String> files = new LinkedHashMap<>();
      String first = SearchConfig.FIRST.text();
      if (!repository.file(head, Deployer.CONFIG).filter(first::equals).isPresent()) {
        files.put(Deployer.CONFIG, first);
      }
      if (repository.file(head, Deployer.HOLDS).isPresent()) {
        files.put(Deployer.HOLDS, "");
      }
      if (!files.isEmpty()) {
        repository.commit("Platform team", "Reset the demo", files);
      }
    } catch (IOException e) {
      throw new SQLException("the repository could not be reset: " + e.getMessage(), e);
    }
  }
}
