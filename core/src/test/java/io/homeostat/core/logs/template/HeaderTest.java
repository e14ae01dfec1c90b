package io.homeostat.core.logs.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.LogEntry.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class HeaderTest {

  private static String text(Header header, String line) {
    char[] chars = line.toCharArray();
    int begin = header.read(chars, 0, chars.length, header.columns());
    return line.substring(begin);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "2026-01-02 03:04:05.678 UTC [1234] ERROR:  disk is full ~ disk is full",
        "2026-01-02 10:11:12,345 INFO: no action. I am (pg-0) ~ no action. I am (pg-0)",
        "2026-01-02T10:11:12.345Z INFO  [main] i.h.c.Main started in 3 s ~ started in 3 s",
        "Jan  2 03:04:05 node7 kernel: Out of memory ~ Out of memory",
        "Jan  2 03:04:05 node7 sshd[12]: Connection closed ~ Connection closed",
        "Jan  2 03:04:05 node7 cron(pam_unix)[7]: session opened ~ session opened",
        "E0102 10:11:12.123456    1234 reflector.go:138] watch failed ~ watch failed",
        "[2026/01/02 10:11:12.123 +00:00] [INFO] [dc/server.go:12] [\"flush done\"] ~ flush done\"]",
        "[Sun Dec 04 04:47:44 2005] [notice] child init ok ~ child init ok",
        "01-02 16:13:38.811  1702  2395 D Power: acquire lock ~ acquire lock",
        "1767323472 worker.a 17 WARN queue is long ~ queue is long",
        "INFO  [http-1] com.example.Shop - order 7 placed ~ order 7 placed",
        "no header at all, 10:20:30 was the time ~ no header at all, 10:20:30 was the time",
        "Received block 1767323472 of file 3 ~ Received block 1767323472 of file 3",
        "user alice logged in ~ user alice logged in",
      })
  void findsWhereTheTextBegins(String line, String text) {
    assertThat(text(new Header(), line)).isEqualTo(text);
  }

  @Test
  void namesTheLevel() {
    Header header = new Header();
    text(header, "2026-01-02 03:04:05 UTC [9] FATAL:  sorry, too many clients already");
    assertThat(header.level()).contains(Level.FATAL);
    text(header, "2026-01-02 03:04:05 something happened");
    assertThat(header.level()).isEmpty();
  }

  @Test
  void aTimeBehindProseCountsOnlyWhereTimesStoodBefore() {
    Header header = new Header();
    String line = "17 full partition status 1767323472 running again";
    assertThat(text(header, line)).isEqualTo(line);
    text(header, "17 node-2 unix.hw state_change.down 1767323472 gone");
    assertThat(text(header, line)).isEqualTo("running again");
  }

  @Test
  void aLineOfNothingButAHeaderHasNoText() {
    assertThat(text(new Header(), "2026-01-02 03:04:05 INFO ")).isBlank();
    assertThat(text(new Header(), "")).isEmpty();
  }
}
