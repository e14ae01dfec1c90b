package io.homeostat.schemas.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.model.EntityId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code targets.file} says of repositories that are asked. */
class WatchedRepositoryTest {
  @TempDir private Path folder = Path.of("unset");

  @Test
  void theRepositoriesWithAWatcherAreRead() throws Exception {
    Path file =
        file(
            """
            repositories:
              - {url: 'https://git.example.org/a/b.git', branch: main, roles: {watcher: {}}}
              - {url: 'https://git.example.org/c.git', branch: main, roles: {watcher: }}
              - url: http://10.0.0.1/d.git
                branch: live
                entity: deployment:prod/rag/retriever
                roles: {watcher: {user: reader, passwordFile: reader.password}}
              - {url: 'https://git.example.org/e.git', branch: main, roles: {actuator: {user: x}}}
            """);
    assertThat(WatchedRepository.read(file))
        .containsExactly(
            open("https://git.example.org/a/b.git"),
            open("https://git.example.org/c.git"),
            new WatchedRepository(
                URI.create("http://10.0.0.1/d.git"),
                "live",
                Optional.of(EntityId.parse("deployment:prod/rag/retriever")),
                Optional.of("reader"),
                Optional.of(new Secret.InFile(folder.resolve("reader.password")))));
  }

  @Test
  void whatIsWrongIsSaidWithoutItsSecrets() throws Exception {
    refused("url: 'git@example.org:a/b.git', branch: main", "give one such as https://");
    refused("url: 'https://example.org/a', branch: ''", "must have a branch");
    refused("url: 'https://example.org/a'", "'branch' is missing");
    assertThatThrownBy(
            () ->
                WatchedRepository.read(
                    file(
                        """
                        repositories:
                          - {url: 'https://me:s3cret@example.org/a', branch: main, roles: {watcher: {}}}
                        """)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("write the user and passwordFile under roles, watcher")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(
            () ->
                WatchedRepository.read(
                    file(
                        """
                        repositories:
                          - {url: 'https://example.org/a', branch: main, roles: {watcher: {user: me}}}
                        """)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("both a user and a password");
  }

  private void refused(String entry, String why) throws IOException {
    Path file = file("repositories:\n  - {" + entry + ", roles: {watcher: {}}}\n");
    assertThatThrownBy(() -> WatchedRepository.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("targets.yaml"), text);
  }

  private static WatchedRepository open(String url) {
    return new WatchedRepository(
        URI.create(url), "main", Optional.empty(), Optional.empty(), Optional.empty());
  }
}
