package io.homeostat.console.api;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;

/** An error as RFC 9457 has it, with the remedy beside the reason. */
final class Problem {
  private static final MediaType TYPE = MediaType.create("application", "problem+json");

  private Problem() {}

  static HttpResponse of(HttpStatus status, String detail, String remedy) {
    String body =
        Json.text(
            json -> {
              json.writeStartObject();
              json.writeStringField("type", "about:blank");
              json.writeStringField("title", status.reasonPhrase());
              json.writeNumberField("status", status.code());
              json.writeStringField("detail", detail);
              json.writeStringField("remedy", remedy);
              json.writeEndObject();
            });
    return HttpResponse.of(status, TYPE, body);
  }
}
