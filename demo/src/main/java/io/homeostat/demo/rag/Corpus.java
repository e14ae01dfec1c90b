package io.homeostat.demo.rag;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * The documents of the demo world: a pure function of a seed, so that every machine has the same.
 * The busiest tenant owns a seventh of them.
 *
 * @param seed decides the content
 * @param size how many documents; 1000 at least
 */
public record Corpus(long seed, int size) {
  /** How many tenants share the documents, numbered from 1. */
  public static final int TENANTS = 20;

  /** The tenant with most documents and most questions. */
  public static final int BUSIEST_TENANT = 1;

  private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");
  private static final Duration SPAN = Duration.ofDays(300);

  /** The busiest tenant owns one in so many documents. */
  private static final int SHARE_OF_BUSIEST = 7;

  private static final int SMALLEST = 1000;
  private static final int TITLE_WORDS = 26;
  private static final int BODY_WORDS = 40;

  /**
   * One document.
   *
   * @param id from 1 up
   * @param source where it came from, a URL; different for each document
   * @param createdAt later for a higher id
   */
  public record Document(
      long id, int tenant, String source, String title, String body, Instant createdAt) {}

  public Corpus {
    if (size < SMALLEST) {
      throw new IllegalArgumentException(
          "size is " + size + ": give " + SMALLEST + " documents or more");
    }
  }

  /**
   * The document of a number.
   *
   * @param id from 1 to {@link #size}
   */
  public Document document(int id) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003L + id);
    int tenant = id % SHARE_OF_BUSIEST == 0 ? BUSIEST_TENANT : 2 + random.nextInt(TENANTS - 1);
    String source =
        "https://knowledge.example/tenants/"
            + tenant
            + "/spaces/"
            + Vocabulary.sentence(random, 16).replace(' ', '-')
            + "/pages/"
            + Long.toHexString(random.nextLong() | Long.MIN_VALUE)
            + "-"
            + id;
    String title = Vocabulary.sentence(random, TITLE_WORDS);
    String body = Vocabulary.sentence(random, BODY_WORDS);
    return new Document(id, tenant, source, title, body, createdAt(id));
  }

  private Instant createdAt(int id) {
    return FIRST.plusSeconds(SPAN.toSeconds() * id / size);
  }
}
