package io.homeostat.core.logs.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real lines with the events that wrote them: README.md beside them says where they are from. */
@Timeout(60)
class ExcerptsTest {

  @ParameterizedTest
  @ValueSource(strings = {"Apache", "HDFS", "HPC", "Zookeeper", "Android"})
  void linesOfOneEventAndOnlyTheyShareATemplate(String set) throws IOException {
    TemplateCatalog catalog = new TemplateCatalog();
    TemplateMiner miner = new TemplateMiner();
    List<String> events = new ArrayList<>();
    List<Template> found = new ArrayList<>();
    for (String row : rows()) {
      String[] fields = row.split("\t", 3);
      if (fields[0].equals(set)) {
        events.add(fields[1]);
        found.add(miner.match(catalog, fields[2]));
      }
    }
    assertThat(events).hasSizeGreaterThanOrEqualTo(10);
    assertThat(groups(found.stream().map(template -> template.current().id()).toList()))
        .isEqualTo(groups(events));
  }

  private static Set<String> groups(List<String> names) {
    Map<String, List<Integer>> members = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      members.computeIfAbsent(names.get(i), unused -> new ArrayList<>()).add(i);
    }
    Set<String> groups = new TreeSet<>();
    members.values().forEach(group -> groups.add(group.toString()));
    return groups;
  }

  private static List<String> rows() throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(ExcerptsTest.class.getResourceAsStream("excerpts.tsv"))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
