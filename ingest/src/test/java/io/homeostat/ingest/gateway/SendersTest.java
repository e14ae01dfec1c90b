package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendersTest {
  private static final String TWO =
      """
      senders:
        - {name: prometheus, tokenFile: prometheus.token}
        - {name: shipper, user: loki, passwordFile: shipper.password}
      """;

  private Path folder;
  private Path file;

  @BeforeEach
  void write(@TempDir Path temporary) throws IOException {
    folder = temporary;
    file = folder.resolve("senders.yaml");
    Files.writeString(file, TWO);
    Files.writeString(folder.resolve("prometheus.token"), "s3cret\n");
    Files.writeString(folder.resolve("shipper.password"), "pass:word\n");
  }

  @Test
  void aTokenOrAUserWithItsPasswordMaySend() {
    Senders senders = Senders.of(Optional.of(file));
    assertThatCode(() -> senders.require("Bearer s3cret")).doesNotThrowAnyException();
    assertThatCode(() -> senders.require("bearer  s3cret")).doesNotThrowAnyException();
    assertThatCode(() -> senders.require(basic("loki:pass:word"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Bearer",
        "Bearer ",
        "Bearer s3cre",
        "Bearer s3crets",
        "Bearer S3CRET",
        "s3cret",
        "Digest s3cret",
        "Basic s3cret",
        "Basic !",
        "Basic"
      })
  void nobodyElseMay(String authorization) {
    Senders senders = Senders.of(Optional.of(file));
    assertThatThrownBy(() -> senders.require(authorization))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.why()).isEqualTo(Refusal.Cause.UNAUTHORIZED));
    assertThatThrownBy(() -> senders.require(basic("loki:" + authorization)))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> senders.require("Bearer loki:pass:word")).isInstanceOf(Refusal.class);
  }

  @Test
  void withoutAFileAnyoneMay() {
    assertThatCode(() -> Senders.of(Optional.empty()).require("")).doesNotThrowAnyException();
  }

  @Test
  void aNewSecretHoldsFromTheNextReadingOn() throws Exception {
    Senders senders = Senders.of(Optional.of(file));
    Files.writeString(folder.resolve("prometheus.token"), "other");
    senders.refresh();
    senders.require("Bearer other");
    assertThatThrownBy(() -> senders.require("Bearer s3cret")).isInstanceOf(Refusal.class);
  }

  @Test
  void whatCannotBeReadChangesNothing() throws Exception {
    Senders senders = Senders.of(Optional.of(file));
    Files.writeString(file, "senders: [");
    senders.refresh();
    senders.require("Bearer s3cret");
    Files.delete(file);
    senders.refresh();
    senders.require("Bearer s3cret");
    assertThatThrownBy(() -> senders.require("Bearer other")).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "senders: []",
        "senders: [{name: a}]",
        "senders: [{name: a, tokenFile: absent}]",
        "senders: [{name: a, tokenFile: empty}]",
        "senders: [{name: a, user: u}]",
        "senders: [{name: a, user: u, tokenFile: prometheus.token}]",
        "senders: [{name: a, tokenFile: prometheus.token, role: admin}]",
        "sender: [{name: a, tokenFile: prometheus.token}]"
      })
  void aFileWithMistakesIsNotStartedWith(String text) throws Exception {
    Files.writeString(folder.resolve("empty"), "\n");
    Files.writeString(file, text);
    assertThatThrownBy(() -> Senders.of(Optional.of(file)))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("senders.yaml");
  }

  @Test
  void offLoopbackItStartsOnlyWithSendersOrWhenToldTo() {
    Map<String, String> everywhere = Map.of("gateway.host", "0.0.0.0");
    assertThatThrownBy(() -> SmallGateway.settings(everywhere))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("gateway.senders.file")
        .hasMessageContaining("gateway.open=true");
    assertThat(
            SmallGateway.settings(Map.of("gateway.host", "0.0.0.0", "gateway.open", "true")).open())
        .isTrue();
    assertThat(
            SmallGateway.settings(
                    Map.of("gateway.host", "0.0.0.0", "gateway.senders.file", file.toString()))
                .senders())
        .contains(file);
    assertThat(SmallGateway.settings(Map.of("gateway.host", "::1")).host()).isEqualTo("::1");
  }

  private static String basic(String userAndPassword) {
    return "Basic "
        + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
  }
}
