package io.homeostat.demo;

import io.homeostat.demo.kubernetes.Account;
import io.homeostat.demo.kubernetes.ApiServer;
import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.Role;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.targets.PatroniTarget;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Tells the rest of Homeostat how the demo's databases, repository and Kubernetes are reached, and
 * by whom.
 */
final class TargetsFile {
  /** The scope of the database's entities, such as {@code pg-index:demo/rag/…}. */
  static final String TARGET = "demo/rag";

  /** The cluster: with the namespace, the scope of its entities. */
  static final String CLUSTER = "demo";

  private final Path file;
  private final Database database;
  private final Delivery delivery;
  private final ApiServer kubernetes;
  private Optional<Map<String, Object>> pipeline = Optional.empty();

  TargetsFile(Path file, Database database, Delivery delivery, ApiServer kubernetes) {
    this.file = file;
    this.database = database;
    this.delivery = delivery;
    this.kubernetes = kubernetes;
  }

  /**
   * Where the ranking model is trained, from the next time that it is written.
   *
   * @param secret the file of the secret that requests are signed with
   */
  synchronized void trainAt(URI url, Path secret) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("model", "model:demo/ranker");
    entry.put("kind", "webhook");
    entry.put("url", url.toString());
    entry.put(
        "roles", Map.of("actuator", Map.of("secretFile", secret.toAbsolutePath().toString())));
    pipeline = Optional.of(entry);
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @param cluster the cluster that Patroni keeps, while it runs
   * @throws ServiceException when it can't be written
   */
  synchronized void write(Optional<PatroniTarget> cluster) {
    try {
      Path whole = file.toAbsolutePath();
      Files.createDirectories(whole.getParent());
      Path fresh = whole.resolveSibling(whole.getFileName() + ".new");
      Files.writeString(fresh, text(cluster));
      Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ServiceException("cannot write " + file + ": " + e + "; see targets.file", e);
    }
  }

  private String text(Optional<PatroniTarget> cluster) {
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("name", TARGET);
    target.put("jdbcUrl", database.jdbcUrl());
    target.put("host", database.host());
    target.put("port", database.port());
    target.put("database", database.name());
    target.put("schemas", List.of("public"));
    Map<String, Object> roles = new LinkedHashMap<>();
    roles.put("probe", login(database, Role.PROBE));
    roles.put("actuator", login(database, Role.ACTUATOR));
    roles.put("cdc", login(database, Role.CDC));
    target.put("roles", roles);
    target.put("publication", "homeostat_cdc");
    target.put("slot", "homeostat_cdc");
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("targets", List.of(target));
    document.put("repositories", List.of(delivery.target()));
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(200).build();
    document.put("kubernetes", List.of(cluster(kubernetes)));
    pipeline.ifPresent(entry -> document.put("pipelines", List.of(entry)));
    cluster.ifPresent(present -> document.put("clusters", List.of(cluster(present))));
    return "# Written by the demo.\n" + new Dump(settings).dumpToString(document);
  }

  private static Map<String, Object> cluster(ApiServer kubernetes) {
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("name", CLUSTER);
    cluster.put("url", kubernetes.address().toString());
    cluster.put("namespace", ApiServer.NAMESPACE);
    Map<String, Object> roles = new LinkedHashMap<>();
    roles.put("watcher", token(kubernetes, Account.WATCHER));
    roles.put("actuator", token(kubernetes, Account.ACTUATOR));
    cluster.put("roles", roles);
    return cluster;
  }

  private static Map<String, Object> token(ApiServer kubernetes, Account account) {
    return Map.of("tokenFile", kubernetes.tokens().file(account).toAbsolutePath().toString());
  }

  private static Map<String, Object> cluster(PatroniTarget cluster) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", cluster.name());
    entry.put("manager", "patroni");
    cluster.systemIdentifier().ifPresent(identity -> entry.put("systemIdentifier", identity));
    entry.put("database", cluster.database());
    entry.put("members", cluster.members().stream().map(TargetsFile::member).toList());
    Map<String, Object> roles = new LinkedHashMap<>();
    roles.put("probe", login(cluster.probe()));
    cluster.actuator().ifPresent(login -> roles.put("actuator", login(login)));
    entry.put("roles", roles);
    return entry;
  }

  private static Map<String, Object> member(PatroniTarget.Member member) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", member.name());
    entry.put("api", member.api().toString());
    entry.put("host", member.host());
    entry.put("port", member.port());
    return entry;
  }

  private static Map<String, Object> login(PatroniTarget.Login login) {
    return Map.of(
        "user", login.user(), "passwordFile", login.passwordFile().toAbsolutePath().toString());
  }

  private static Map<String, Object> login(Database database, Role role) {
    Map<String, Object> login = new LinkedHashMap<>();
    login.put("user", role.user());
    login.put("passwordFile", database.credentials().file(role).toAbsolutePath().toString());
    return login;
  }
}
