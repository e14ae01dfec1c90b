package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.homeostat.core.lane.Stream;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.prometheus.RemoteWrite;
import io.homeostat.ingest.prometheus.Written;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Prometheus' remote-write, 1.0 and 2.0. Of a batch the good part is taken, and the answer is 400
 * where there was a bad one, as the protocol has it: the sender does not send it again. Since
 * Prometheus gives up on 429 unless it is told otherwise, what may be tried again is always a 503.
 *
 * @param reader reads the messages
 * @param unpackedBytes the largest body once decompressed
 * @param buffers what bodies are unpacked into
 */
record RemoteWriteProtocol(RemoteWrite reader, int unpackedBytes, Buffers buffers)
    implements PushProtocol {
  /** How many bytes of memory a byte of the message takes, with the frames made of it, roughly. */
  static final int WEIGHT = 10;

  private static final String WRITTEN = "X-Prometheus-Remote-Write-%s-Written";

  @Override
  public String label() {
    return "remote_write";
  }

  @Override
  public void check(RequestHeaders headers) throws Refusal {
    if (version(headers).isEmpty()) {
      throw new Refusal(
          Refusal.Cause.CONTENT_TYPE,
          "Content-Type '"
              + headers.get(HttpHeaderNames.CONTENT_TYPE, "")
              + "' is not understood; use application/x-protobuf, with"
              + " proto=prometheus.WriteRequest or proto=io.prometheus.write.v2.Request");
    }
    String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING, "");
    if (!encoding.strip().toLowerCase(Locale.ROOT).equals("snappy")) {
      throw new Refusal(
          Refusal.Cause.CONTENT_ENCODING,
          "Content-Encoding '" + encoding + "' is not understood; use snappy");
    }
  }

  @Override
  public Reading read(
      RequestHeaders headers, byte[] body, MemoryBudget.Share share, long receivedMillis)
      throws Refusal {
    RemoteWrite.Version version = version(headers).orElse(RemoteWrite.Version.V1);
    return Unpacking.unsnappy(
        body,
        unpackedBytes,
        WEIGHT,
        share,
        buffers,
        (message, length) -> reading(message, length, version, receivedMillis));
  }

  private Reading reading(
      byte[] message, int length, RemoteWrite.Version version, long receivedMillis) throws Refusal {
    try {
      Written written = reader.read(message, length, version, receivedMillis);
      return new Reading(
          written.translated().facts().stream()
              .map(frame -> new Reading.Addressed(Stream.METRICS, frame.entity().text(), frame))
              .toList(),
          written.translated().accepted(),
          written.translated().rejections(),
          () -> answer(version, written));
    } catch (MalformedException e) {
      throw new Refusal(
          Refusal.Cause.MALFORMED, "the body is no remote-write message: " + e.getMessage(), e);
    }
  }

  private static HttpResponse answer(RemoteWrite.Version version, Written written) {
    var rejections = written.translated().rejections();
    boolean whole = rejections.total() == 0;
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(whole ? HttpStatus.NO_CONTENT : HttpStatus.BAD_REQUEST);
    if (version == RemoteWrite.Version.V2) {
      written(headers, written.samples(), written.histograms());
    }
    if (whole) {
      return HttpResponse.of(headers.build());
    }
    headers.contentType(MediaType.PLAIN_TEXT_UTF_8);
    return HttpResponse.of(
        headers.build(),
        HttpData.ofUtf8(PlainAnswer.text(written.translated().accepted(), rejections)));
  }

  @Override
  public HttpResponse refused(RequestHeaders headers, Refusal refusal) {
    HttpResponse answer = PlainAnswer.refused(refusal);
    return version(headers).equals(Optional.of(RemoteWrite.Version.V2))
        ? answer.mapHeaders(plain -> plain.withMutations(more -> written(more, 0, 0)))
        : answer;
  }

  private static void written(HttpHeadersBuilder headers, long samples, long histograms) {
    headers.setLong(WRITTEN.formatted("Samples"), samples);
    headers.setLong(WRITTEN.formatted("Histograms"), histograms);
    headers.setLong(WRITTEN.formatted("Exemplars"), 0);
  }

  private static Optional<RemoteWrite.Version> version(RequestHeaders headers) {
    MediaType type = headers.contentType();
    if (type == null || !type.is(MediaType.create("application", "x-protobuf"))) {
      return Optional.empty();
    }
    var names = type.parameters().getOrDefault("proto", List.of());
    if (names.isEmpty() || names.get(0).equals("prometheus.WriteRequest")) {
      return Optional.of(RemoteWrite.Version.V1);
    }
    return names.get(0).equals("io.prometheus.write.v2.Request")
        ? Optional.of(RemoteWrite.Version.V2)
        : Optional.empty();
  }
}
