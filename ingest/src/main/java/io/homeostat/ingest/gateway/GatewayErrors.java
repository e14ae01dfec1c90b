package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives what the server itself refuses the same form as what a door refuses. Null means: as the
 * server would answer anyway.
 */
final class GatewayErrors implements ServerErrorHandler {
  private static final Set<String> OTLP = Set.of("/v1/metrics", "/v1/logs");

  private final int requestBytes;
  private final GatewayCounters counters;

  GatewayErrors(int requestBytes, GatewayCounters counters) {
    this.requestBytes = requestBytes;
    this.counters = counters;
  }

  @Override
  public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
    return cause instanceof ContentTooLargeException
        ? answer(Optional.of(context.request().headers())).toHttpResponse()
        : null;
  }

  @Override
  public @Nullable AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext context,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    return status.equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE)
        ? answer(Optional.ofNullable(headers))
        : null;
  }

  private AggregatedHttpResponse answer(Optional<RequestHeaders> headers) {
    counters.refused(Refusal.Cause.TOO_LARGE);
    String text = tooLarge(requestBytes);
    if (headers.isEmpty() || !OTLP.contains(headers.get().path())) {
      return AggregatedHttpResponse.of(
          HttpStatus.REQUEST_ENTITY_TOO_LARGE, MediaType.PLAIN_TEXT_UTF_8, text + "\n");
    }
    Dialect dialect =
        Dialect.of(Optional.ofNullable(headers.get().contentType())).orElse(Dialect.PROTOBUF);
    return AggregatedHttpResponse.of(
        ResponseHeaders.builder(HttpStatus.REQUEST_ENTITY_TOO_LARGE)
            .contentType(dialect.type())
            .build(),
        HttpData.wrap(dialect.failure(text)));
  }

  /** What a sender of too much is told. */
  static String tooLarge(int requestBytes) {
    return "the body is larger than " + requestBytes + " bytes; send smaller batches";
  }
}
