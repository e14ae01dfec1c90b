package io.homeostat.ingest.gateway;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The two encodings of OTLP/HTTP: a sender is answered in the one that it speaks. */
enum Dialect {
  PROTOBUF("x-protobuf", 4),
  JSON("json", 10);

  /** The largest {@link #weight} of all. */
  static final int HEAVIEST = 10;

  private static final int DEEPEST = 64;
  private static final int MESSAGE_FIELD = 2;

  private final String subtype;
  private final int weight;

  Dialect(String subtype, int weight) {
    this.subtype = subtype;
    this.weight = weight;
  }

  /** The dialect of a Content-Type, if it is one. */
  static Optional<Dialect> of(Optional<MediaType> type) {
    return type.flatMap(
        given -> {
          for (Dialect dialect : values()) {
            if (given.is(dialect.type())) {
              return Optional.of(dialect);
            }
          }
          return Optional.empty();
        });
  }

  MediaType type() {
    return MediaType.create("application", subtype);
  }

  /** How many bytes of memory a byte of this takes once it is parsed and translated, roughly. */
  int weight() {
    return weight;
  }

  /**
   * Parses a request.
   *
   * @param builder an empty message of the request's type
   * @throws Refusal when the bytes are no such message
   */
  Message parse(byte[] body, Message.Builder builder) throws Refusal {
    try {
      if (this == JSON) {
        requireShallow(body);
        JsonFormat.parser()
            .ignoringUnknownFields()
            .merge(new String(body, StandardCharsets.UTF_8), builder);
        return builder.build();
      }
      return builder.mergeFrom(body).build();
    } catch (InvalidProtocolBufferException e) {
      throw new Refusal(
          Refusal.Cause.MALFORMED,
          "the body is no "
              + builder.getDescriptorForType().getName()
              + " in "
              + type()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** Writes an answer. */
  byte[] print(Message message) {
    if (this == PROTOBUF) {
      return message.toByteArray();
    }
    try {
      return JsonFormat.printer()
          .omittingInsignificantWhitespace()
          .print(message)
          .getBytes(StandardCharsets.UTF_8);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an own message can always be printed", e);
    }
  }

  /** The body of a failure in OTLP/HTTP: a {@code google.rpc.Status} with only a message. */
  byte[] failure(String message) {
    if (this == JSON) {
      String escaped = message.replace("\\", "\\\\").replace("\"", "\\\"");
      return ("{\"message\":\"" + escaped + "\"}").getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeString(MESSAGE_FIELD, message);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array can always be written", e);
    }
    return bytes.toByteArray();
  }

  private static void requireShallow(byte[] json) throws Refusal {
    int depth = 0;
    boolean text = false;
    for (int i = 0; i < json.length; i++) {
      switch (json[i]) {
        case '"' -> text = !text;
        case '\\' -> i += text ? 1 : 0;
        case '{', '[' -> depth += text ? 0 : 1;
        case '}', ']' -> depth -= text ? 0 : 1;
        default -> {}
      }
      if (depth > DEEPEST) {
        throw new Refusal(
            Refusal.Cause.MALFORMED, "the JSON is nested deeper than " + DEEPEST + " levels");
      }
    }
  }
}
