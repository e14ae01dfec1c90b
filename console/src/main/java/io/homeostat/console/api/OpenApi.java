package io.homeostat.console.api;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The API's own description, in OpenAPI 3.1. */
public final class OpenApi {
  private static final String RESOURCE = "/io/homeostat/console/openapi.json";

  private final String text;

  public OpenApi() {
    this.text = read();
  }

  /** The document. */
  public HttpResponse get() {
    return HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, text);
  }

  private static String read() {
    try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
      return new String(
          Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " can't be read from the jar", e);
    }
  }
}
