package io.homeostat.cli.local;

import io.homeostat.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The built product: a folder of jars for each module.
 *
 * @param root the folder that holds the modules' folders, target/dist of the build
 */
public record Distribution(Path root) {

  public Distribution {
    root = root.toAbsolutePath().normalize();
  }

  /**
   * A process's class path: its modules' jars, each artifact once.
   *
   * @throws CommandException when a module is missing or an artifact is there in two versions
   */
  public List<Path> classPath(ProcessSpec process) {
    return classPath(process.name(), process.modules());
  }

  /**
   * The modules' jars, each artifact once.
   *
   * @param name what needs them, for the message
   * @throws CommandException when a module is missing or an artifact is there in two versions
   */
  public List<Path> classPath(String name, List<String> modules) {
    Map<String, Path> byFile = new LinkedHashMap<>();
    for (String module : modules) {
      for (Path jar : jars(module)) {
        byFile.putIfAbsent(jar.getFileName().toString(), jar);
      }
    }
    List<Path> jars = List.copyOf(byFile.values());
    List<String> clashes = clashes(jars);
    if (!clashes.isEmpty()) {
      throw new CommandException(
          "the class path of "
              + name
              + " holds artifacts in two versions: "
              + String.join("; ", clashes)
              + ". Pin one version in the root pom.xml, delete "
              + root
              + ", and build again");
    }
    return jars;
  }

  /** Whether the module was built. */
  public boolean has(String module) {
    return Files.isDirectory(root.resolve(module));
  }

  private List<Path> jars(String module) {
    Path folder = root.resolve(module);
    if (!Files.isDirectory(folder)) {
      throw new CommandException(
          "the built product has no module '"
              + module
              + "' ("
              + folder
              + " is missing): build it with ./homeostat up, without --no-build");
    }
    List<Path> jars = new ArrayList<>();
    try (var files = Files.newDirectoryStream(folder, "*.jar")) {
      files.forEach(jars::add);
    } catch (IOException e) {
      throw new CommandException(
          "the module folder " + folder + " can't be read: " + e.getMessage(), e);
    }
    jars.sort(null);
    return jars;
  }

  /** Artifacts that are there in more than one version, told with their files. */
  static List<String> clashes(List<Path> jars) {
    Map<String, Map<String, String>> versions = new TreeMap<>();
    for (Path jar : jars) {
      JarName name = JarName.of(jar.getFileName().toString());
      versions
          .computeIfAbsent(name.artifact(), artifact -> new TreeMap<>())
          .put(name.version(), name.file());
    }
    return versions.values().stream()
        .filter(found -> found.size() > 1)
        .map(found -> String.join(" and ", found.values()))
        .toList();
  }
}
