package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.RowChange;
import io.homeostat.ingest.feature.FeatureLines;
import io.homeostat.ingest.intake.Translated;

/**
 * {@code POST /v1/features}: records of features that were served, as lines of JSON, into the lanes
 * of changed rows. Of a batch the good part is taken, and the answer is 400 where there was a bad
 * one.
 *
 * @param unpackedBytes the largest body once decompressed
 */
record FeatureProtocol(int unpackedBytes) implements PushProtocol {
  /** Where they are sent to. */
  static final String PATH = "/v1/features";

  @Override
  public String label() {
    return "features";
  }

  @Override
  public void check(RequestHeaders headers) throws Refusal {
    ContentTypes.require(headers, ContentTypes.JSON_LINES);
  }

  @Override
  public Reading read(
      RequestHeaders headers, byte[] body, MemoryBudget.Share share, long receivedMillis)
      throws Refusal {
    byte[] unpacked =
        Unpacking.unpack(
            body,
            headers.get(HttpHeaderNames.CONTENT_ENCODING, ""),
            unpackedBytes,
            Dialect.JSON.weight(),
            share);
    Translated<RowChange> translated = FeatureLines.translate(unpacked, receivedMillis);
    return new Reading(
        translated.facts().stream()
            .map(record -> new Reading.Addressed(Stream.CHANGES, record.table().text(), record))
            .toList(),
        translated.accepted(),
        translated.rejections(),
        () -> PlainAnswer.taken(translated.accepted(), translated.rejections()));
  }

  @Override
  public HttpResponse refused(RequestHeaders headers, Refusal refusal) {
    return PlainAnswer.refused(refusal);
  }
}
