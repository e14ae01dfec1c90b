package io.homeostat.schemas.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.schemas.targets.ProbeTarget.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTargetTest {
  @TempDir private Path folder = Path.of("unset");

  @Test
  void anEntrySaysWhichDatabasesAreReadAndWithoutAWordAllAre() throws IOException {
    List<ProbeTarget> targets =
        read(
            """
            targets:
              - {name: a, host: h, port: 1, database: shop, roles: {probe: {user: u, passwordEnv: HOME}}}
              - {name: b, host: h, port: 1, databases: [x, y], roles: {probe: {user: u, passwordFile: p}}}
              - {name: c, host: h, port: 1, schemas: [s], roles: {probe: {user: u, passwordFile: p}}}
              - {name: d, host: h, port: 1, database: z, roles: {cdc: {user: u, passwordFile: p}}}
            """);
    assertThat(targets)
        .extracting(ProbeTarget::databases)
        .containsExactly(
            new Databases.Home(), new Databases.Named(List.of("x", "y")), new Databases.All());
    assertThat(targets)
        .extracting(target -> target.home().database())
        .containsExactly("shop", "postgres", "postgres");
    assertThat(targets.get(2).home().schemas()).containsExactly("s");
  }

  @Test
  void aPasswordComesFromAFileBesideTheTargetsOrFromTheEnvironment() throws IOException {
    Files.writeString(folder.resolve("p"), " word\n");
    List<ProbeTarget> targets =
        read(
            """
            targets:
              - {name: a, host: h, port: 1, database: x, roles: {probe: {user: u, passwordFile: p}}}
              - {name: b, host: h, port: 1, database: x, roles: {probe: {user: u, passwordEnv: HOME}}}
              - {name: c, host: h, port: 1, database: x, roles: {probe: {user: u, passwordEnv: NOT_THERE_AT_ALL}}}
            """);
    assertThat(targets.get(0).home().password()).isEqualTo("word");
    assertThat(targets.get(1).home().password()).isEqualTo(System.getenv("HOME"));
    assertThatThrownBy(() -> targets.get(2).home().password())
        .isInstanceOf(IOException.class)
        .hasMessage("the environment has no variable NOT_THERE_AT_ALL");
  }

  @Test
  void aLoginThatSaysNoPlaceOrTwoForItsPasswordIsAMistake() {
    for (String login : List.of("{user: u}", "{user: u, passwordEnv: A, passwordFile: b}")) {
      assertThatThrownBy(
              () ->
                  read(
                      "targets: [{name: a, host: h, port: 1, database: x, roles: {probe: %s}}]"
                          .formatted(login)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("either passwordFile or passwordEnv");
    }
  }

  private List<ProbeTarget> read(String yaml) throws IOException {
    return ProbeTarget.read(Files.writeString(folder.resolve("targets.yaml"), yaml));
  }
}
