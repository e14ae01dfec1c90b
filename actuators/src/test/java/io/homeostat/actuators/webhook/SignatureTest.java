package io.homeostat.actuators.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

  /** The expected values come from {@code openssl dgst -sha256 -hmac}. */
  @Test
  void itIsTheHmacOfTheTimeAndTheBody() {
    assertThat(Signature.of("a secret", TIME, "{\"a\":1}"))
        .isEqualTo(
            "t=1700000000,v1=b4c5d5c08194254de18b80695176335ee482a5907fb5e68f7bd993b1b00b018d");
    assertThat(Signature.of("a secret", TIME, ""))
        .isEqualTo(
            "t=1700000000,v1=55f8e02ef9d7fe9f5ebccb070c56dcbbd774f515748356b1abac51e6e19df066");
  }
}
