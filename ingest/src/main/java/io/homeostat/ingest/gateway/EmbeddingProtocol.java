package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.ingest.embedding.EmbeddingBlock;
import io.homeostat.ingest.embedding.EmbeddingLines;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Translated;
import java.util.List;

/**
 * {@code POST /v1/embeddings}: vectors as lines of JSON, or in the compact form. Of a batch the
 * good part is taken, and the answer is 400 where there was a bad one.
 *
 * @param unpackedBytes the largest body once decompressed
 */
record EmbeddingProtocol(int unpackedBytes) implements PushProtocol {
  /** Where they are sent to. */
  static final String PATH = "/v1/embeddings";

  private static final MediaType BLOCK =
      MediaType.create("application", "vnd.homeostat.embeddings");
  private static final List<MediaType> TYPES = ContentTypes.jsonLinesOr(BLOCK);

  /** How many bytes of memory a byte of the compact form takes, with the vectors made of it. */
  private static final int BLOCK_WEIGHT = 3;

  @Override
  public String label() {
    return "embeddings";
  }

  @Override
  public void check(RequestHeaders headers) throws Refusal {
    ContentTypes.require(headers, TYPES);
  }

  @Override
  public Reading read(
      RequestHeaders headers, byte[] body, MemoryBudget.Share share, long receivedMillis)
      throws Refusal {
    boolean block = ContentTypes.is(headers, BLOCK);
    byte[] unpacked =
        Unpacking.unpack(
            body,
            headers.get(HttpHeaderNames.CONTENT_ENCODING, ""),
            unpackedBytes,
            block ? BLOCK_WEIGHT : Dialect.JSON.weight(),
            share);
    try {
      return reading(
          block
              ? EmbeddingBlock.translate(unpacked, receivedMillis)
              : EmbeddingLines.translate(unpacked, receivedMillis));
    } catch (MalformedException e) {
      throw new Refusal(Refusal.Cause.MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }

  private static Reading reading(Translated<EmbeddingVector> translated) {
    return new Reading(
        translated.facts().stream()
            .map(
                vector ->
                    new Reading.Addressed(Stream.EMBEDDINGS, vector.collection().text(), vector))
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
