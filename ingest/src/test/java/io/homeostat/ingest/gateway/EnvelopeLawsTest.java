package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.ingest.mapping.EntityMapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.xerial.snappy.Snappy;

/** What holds for what is around a request's records: its headers, its compression, its framing. */
class EnvelopeLawsTest {
  private static final int MOST = 1 << 20;

  private static Senders senders = Senders.of(Optional.empty());

  private final MemoryBudget budget = new MemoryBudget(16L * MOST);

  /** How a body is compressed. */
  enum Form {
    NONE("") {
      @Override
      byte[] packed(byte[] plain) {
        return plain;
      }
    },
    GZIP("gzip") {
      @Override
      byte[] packed(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
          gzip.write(plain);
        }
        return out.toByteArray();
      }
    },
    SNAPPY("snappy") {
      @Override
      byte[] packed(byte[] plain) throws IOException {
        return Snappy.compress(plain);
      }

      @Override
      byte[] unpacked(byte[] packed, int limit, MemoryBudget.Share share) throws Refusal {
        return Unpacking.unsnappy(packed, limit, 1, share);
      }
    };

    private final String encoding;

    Form(String encoding) {
      this.encoding = encoding;
    }

    abstract byte[] packed(byte[] plain) throws IOException;

    byte[] unpacked(byte[] packed, int limit, MemoryBudget.Share share) throws Refusal {
      return Unpacking.unpack(packed, encoding, limit, 1, share);
    }
  }

  @BeforeContainer
  static void nameOne() throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target"), "senders-");
    Path file = Files.writeString(folder.resolve("s.yaml"), "senders: [{name: a, tokenFile: a}]");
    Files.writeString(folder.resolve("a"), "s3cret");
    senders = Senders.of(Optional.of(file));
  }

  @Property(tries = 300)
  void whatWasPackedComesOutAsItWasAndOneByteMoreThanTheLimitDoesNot(
      @ForAll Form form, @ForAll @Size(min = 1, max = 2_000) byte[] plain) throws Exception {
    byte[] packed = form.packed(plain);
    MemoryBudget.Share share = share();
    assertThat(form.unpacked(packed, plain.length, share)).isEqualTo(plain);
    assertThat(refusal(() -> form.unpacked(packed, plain.length - 1, share)))
        .hasValueSatisfying(why -> assertThat(why.why()).isEqualTo(Refusal.Cause.TOO_LARGE));
    share.giveBack();
    assertThat(budget.free()).isEqualTo(16L * MOST);
  }

  @Property(tries = 500)
  void damagedDataIsUnpackedOrRefusedWithAWordAndNothingElse(
      @ForAll Form form,
      @ForAll @Size(max = 200) byte[] plain,
      @ForAll @IntRange(max = 300) int place,
      @ForAll byte value)
      throws Exception {
    byte[] packed = form.packed(plain);
    if (packed.length > 0) {
      packed[place % packed.length] ^= value;
    }
    requireWord(refusal(() -> form.unpacked(packed, MOST, share())));
    requireWord(refusal(() -> form.unpacked(plain, MOST, share())));
  }

  @Property(tries = 500)
  void anyCallOfGrpcIsReadOrRefusedWithAWordAndNothingElse(
      @ForAll @Size(max = 60) byte[] body, @ForAll("headers") String encoding) {
    GrpcProtocol protocol =
        new GrpcProtocol(
            new OtlpSignal.Metrics(new HistogramMemory(), EntityMapping.defaults()), MOST);
    RequestHeaders headers =
        RequestHeaders.builder(HttpMethod.POST, "/a")
            .add("content-type", "application/grpc")
            .add("grpc-encoding", encoding)
            .build();
    requireWord(refusal(() -> protocol.read(headers, body, share(), 0)));
  }

  @Property(tries = 500)
  void anyHeaderIsNobodysOrSomebodysAndNothingElse(@ForAll("headers") String header)
      throws Exception {
    requireWord(refusal(() -> senders.require(header)));
    requireWord(refusal(() -> senders.require("Basic " + header)));
    assertThat(senders.require("Bearer s3cret")).isEqualTo("a");
    RequestHeaders headers =
        RequestHeaders.builder(HttpMethod.POST, "/a")
            .add(Signatures.HEADER, header)
            .add(Signatures.PAGERDUTY, "v1=" + header)
            .build();
    assertThat(Signatures.of(headers).shown()).allSatisfy(one -> assertThat(one).hasSize(32));
  }

  @Provide
  Arbitrary<String> headers() {
    return Arbitraries.strings()
        .withChars("abcdef0123456789=,:;% +/\\\"'-_.~\u00e4\t")
        .ofMaxLength(150);
  }

  private MemoryBudget.Share share() {
    return budget.reserve("a", 0).orElseThrow();
  }

  private interface Reading {
    Object read() throws Refusal;
  }

  private static Optional<Refusal> refusal(Reading reading) {
    try {
      assertThat(reading.read()).isNotNull();
      return Optional.empty();
    } catch (Refusal refusal) {
      return Optional.of(refusal);
    }
  }

  private static void requireWord(Optional<Refusal> refusal) {
    refusal.ifPresent(why -> assertThat(why.text()).isNotBlank());
  }
}
