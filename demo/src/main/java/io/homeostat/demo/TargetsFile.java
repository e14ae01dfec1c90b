package io.homeostat.demo;

import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.Role;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.targets.PatroniTarget;
import java.io.IOException;
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

/** Tells the rest of Homeostat how the demo's databases are reached, and by whom. */
final class TargetsFile {
  /** The scope of the database's entities, such as {@code pg-index:demo/rag/…}. */
  static final String TARGET = "demo/rag";

  private TargetsFile() {}

  /**
   * Writes the file, whole or not at all.
   *
   * @throws ServiceException when it can't be written
   */
  static void write(Path file, Database database, Optional<PatroniTarget> cluster) {
    try {
      Path whole = file.toAbsolutePath();
      Files.createDirectories(whole.getParent());
      Path fresh = whole.resolveSibling(whole.getFileName() + ".new");
      Files.writeString(fresh, text(database, cluster));
      Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ServiceException("cannot write " + file + ": " + e + "; see targets.file", e);
    }
  }

  static String text(Database database, Optional<PatroniTarget> cluster) {
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
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(200).build();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("targets", List.of(target));
    cluster.ifPresent(present -> all.put("clusters", List.of(cluster(present))));
    return "# Written by the demo.\n" + new Dump(settings).dumpToString(all);
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
