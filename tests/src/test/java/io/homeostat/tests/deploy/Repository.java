package io.homeostat.tests.deploy;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The repository's files, read for comparison. */
final class Repository {
  /** The folder of the root pom. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Repository() {}

  static String text(String path) {
    try {
      return Files.readString(ROOT.resolve(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one document of a YAML text. */
  static Node yaml(String text) {
    return documents(text).get(0);
  }

  /** Every document of a YAML text. */
  static List<Node> documents(String text) {
    List<Node> documents = new ArrayList<>();
    for (Object document :
        new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
            .loadAllFromString(text)) {
      documents.add(new Node(document));
    }
    return documents;
  }

  /** The values of a text in the form of a properties file. */
  static SortedMap<String, String> properties(String text) {
    Properties properties = new Properties();
    try (Reader reader = new java.io.StringReader(text)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SortedMap<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    return values;
  }

  /** What stands in the first element of this name in the root pom. */
  static String pom(String element) {
    Matcher found =
        Pattern.compile("<" + Pattern.quote(element) + ">([^<]+)</").matcher(text("pom.xml"));
    if (!found.find()) {
      throw new IllegalArgumentException("no <" + element + "> in pom.xml");
    }
    return found.group(1);
  }

  /** The product's version: the first after the product's own artifact id. */
  static String version() {
    Matcher found =
        Pattern.compile("<artifactId>homeostat</artifactId>\\s*<version>([^<]+)</")
            .matcher(text("pom.xml"));
    if (!found.find()) {
      throw new IllegalStateException("pom.xml does not begin with the product's version");
    }
    return found.group(1);
  }

  /** The files below a folder, by path from the root. */
  static List<String> files(String folder) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> ROOT.relativize(file).toString())
          .filter(file -> !file.startsWith("deploy/secrets"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
