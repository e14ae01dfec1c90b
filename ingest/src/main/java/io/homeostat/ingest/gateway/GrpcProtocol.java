package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import io.homeostat.core.model.Fact;
import io.homeostat.ingest.intake.Translated;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * OTLP/gRPC: one call, one message each way, each after a byte that says whether it is compressed
 * and four that say how long it is (gRPC over HTTP2, "Requests", "Responses").
 *
 * @param signal metrics or logs
 * @param unpackedBytes the largest message once decompressed
 */
record GrpcProtocol(OtlpSignal signal, int unpackedBytes) implements PushProtocol {
  private static final String TYPE = "application/grpc";
  private static final String ENCODING = "grpc-encoding";
  private static final String STATUS = "grpc-status";
  private static final String MESSAGE = "grpc-message";
  private static final int PREFIX = 5;

  @Override
  public String label() {
    return signal.label();
  }

  @Override
  public void check(RequestHeaders headers) throws Refusal {
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
    if (!type.equals(TYPE) && !type.equals(TYPE + "+proto")) {
      throw new Refusal(
          Refusal.Cause.CONTENT_TYPE,
          "Content-Type '" + type + "' is not understood; use application/grpc");
    }
  }

  @Override
  public Reading read(
      RequestHeaders headers, byte[] body, MemoryBudget.Share share, long receivedMillis)
      throws Refusal {
    boolean whole =
        body.length >= PREFIX
            && (body[0] == 0 || body[0] == 1)
            && ByteBuffer.wrap(body, 1, Integer.BYTES).getInt() == body.length - PREFIX;
    if (!whole) {
      throw new Refusal(Refusal.Cause.MALFORMED, "the call does not hold one whole message");
    }
    byte[] message =
        Unpacking.unpack(
            Arrays.copyOfRange(body, PREFIX, body.length),
            body[0] == 1 ? headers.get(ENCODING, "none") : "",
            unpackedBytes,
            Dialect.PROTOBUF.weight(),
            share);
    Translated<? extends Fact> translated = signal.read(message, Dialect.PROTOBUF, receivedMillis);
    if (translated.accepted() == 0 && translated.rejections().total() > 0) {
      throw new Refusal(translated.rejections());
    }
    return new Reading(
        translated.facts().stream()
            .map(fact -> new Reading.Addressed(signal.stream(), signal.key(fact), fact))
            .toList(),
        translated.accepted(),
        translated.rejections(),
        () -> answer(signal.answer(translated.rejections()).toByteArray()));
  }

  private static HttpResponse answer(byte[] message) {
    byte[] framed =
        ByteBuffer.allocate(PREFIX + message.length)
            .put((byte) 0)
            .putInt(message.length)
            .put(message)
            .array();
    return HttpResponse.of(
        headers(), HttpData.wrap(framed), HttpHeaders.of(STATUS, Integer.toString(0)));
  }

  private static ResponseHeaders headers() {
    return ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, TYPE);
  }

  @Override
  public HttpResponse refused(RequestHeaders headers, Refusal refusal) {
    String text = URLEncoder.encode(refusal.text(), StandardCharsets.UTF_8).replace("+", "%20");
    return HttpResponse.of(
        headers().toBuilder()
            .set(STATUS, Integer.toString(status(refusal.why())))
            .set(MESSAGE, text)
            .build());
  }

  /** The code of a refusal; of these only UNAVAILABLE makes a sender of OTLP try again. */
  private static int status(Refusal.Cause why) {
    return switch (why) {
      case MALFORMED, NOTHING_USABLE -> 3;
      case REPLAYED -> 6;
      case TOO_LARGE -> 8;
      case CONTENT_TYPE, CONTENT_ENCODING -> 12;
      case INTERNAL -> 13;
      case BUSY, KAFKA -> 14;
      case UNAUTHORIZED -> 16;
    };
  }
}
