package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.LogEntry;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Translated;
import io.homeostat.ingest.logs.LokiJson;
import io.homeostat.ingest.logs.LokiPush;
import io.homeostat.ingest.logs.Ndjson;
import io.homeostat.ingest.mapping.EntityMapping;
import java.util.List;
import java.util.Locale;

/**
 * Log lines by Loki's push API and as lines of JSON. Of a batch the good part is taken, and the
 * answer is 400 where there was a bad one, so that the sender does not send it again.
 *
 * @param form which of the two
 * @param mapping whose lines they are
 * @param unpackedBytes the largest body once decompressed
 */
record LogProtocol(Form form, EntityMapping mapping, int unpackedBytes) implements PushProtocol {
  private static final MediaType PROTOBUF = MediaType.create("application", "x-protobuf");

  /** What the bodies look like. */
  enum Form {
    /** {@code POST /loki/api/v1/push}: protobuf in a snappy block, or JSON. */
    LOKI,
    /** One object of JSON a line. */
    NDJSON;

    private List<MediaType> types() {
      return this == LOKI ? List.of(PROTOBUF, MediaType.JSON) : ContentTypes.JSON_LINES;
    }
  }

  @Override
  public String label() {
    return form.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void check(RequestHeaders headers) throws Refusal {
    ContentTypes.require(headers, form.types());
  }

  @Override
  public Reading read(
      RequestHeaders headers, byte[] body, MemoryBudget.Share share, long receivedMillis)
      throws Refusal {
    int weight = Dialect.HEAVIEST;
    try {
      if (form == Form.LOKI && ContentTypes.is(headers, PROTOBUF)) {
        byte[] message = Unpacking.unsnappy(body, unpackedBytes, weight, share);
        return reading(LokiPush.translate(message, receivedMillis, mapping));
      }
      String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING, "");
      byte[] text = Unpacking.unpack(body, encoding, unpackedBytes, weight, share);
      return reading(
          form == Form.LOKI
              ? LokiJson.translate(text, receivedMillis, mapping)
              : Ndjson.translate(text, receivedMillis, mapping));
    } catch (MalformedException e) {
      throw new Refusal(Refusal.Cause.MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }

  private static Reading reading(Translated<LogEntry> translated) {
    return new Reading(
        translated.facts().stream()
            .map(entry -> new Reading.Addressed(Stream.LOGS, entry.entity().text(), entry))
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
