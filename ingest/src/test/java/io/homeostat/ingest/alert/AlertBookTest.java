package io.homeostat.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import io.homeostat.ingest.alert.AlertBook.Word;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AlertBookTest {
  private final AlertBook book = new AlertBook(3);

  @Test
  void whatWasToldAndIsSaidAgainIsNoNews() {
    Word firing = word("a", Signal.State.FIRING, 100);
    assertThat(book.news(firing)).contains(firing);
    assertThat(book.news(firing)).as("not told yet").contains(firing);
    book.told(List.of(firing));
    assertThat(book.news(firing)).isEmpty();
    Word resolved = word("a", Signal.State.RESOLVED, 0);
    assertThat(book.news(resolved)).contains(resolved);
    book.told(List.of(resolved));
    assertThat(book.news(resolved)).isEmpty();
    assertThat(book.news(firing)).as("a slower sender").isEmpty();
  }

  @Test
  void anAlertThatHasNoBeginningMayFireAgain() {
    Signal again = signal("a", Signal.State.FIRING, "shop");
    book.told(List.of(word("a", Signal.State.FIRING, 100)));
    book.told(List.of(word("a", Signal.State.RESOLVED, 0)));
    assertThat(book.news(new Word(again, OptionalLong.empty(), true))).isPresent();
  }

  @Test
  void anAlertThatIsNotRepeatedInTimeIsUnknownOnceAndNews() {
    Word firing = word("a", Signal.State.FIRING, 100);
    Word forEver =
        new Word(word("b", Signal.State.FIRING, 0).signal(), OptionalLong.empty(), false);
    book.told(List.of(firing, forEver));
    assertThat(book.overdue(100)).isEmpty();
    assertThat(book.news(word("a", Signal.State.FIRING, 200))).isEmpty();
    assertThat(book.overdue(150)).isEmpty();
    List<Word> overdue = book.overdue(201);
    assertThat(overdue).extracting(word -> word.signal().id()).containsExactly("a");
    Signal unknown = overdue.get(0).signal();
    assertThat(unknown.state()).isEqualTo(Signal.State.UNKNOWN);
    assertThat(unknown.updatedMillis()).isEqualTo(201);
    assertThat(book.overdue(202)).as("as long as it is not told").hasSize(1);
    book.told(overdue);
    assertThat(book.overdue(203)).isEmpty();
    assertThat(book.news(firing)).isPresent();
  }

  @Test
  void aKnownAlertStaysWithItsSystem() {
    book.told(List.of(word("a", Signal.State.FIRING, 100)));
    Word moved = new Word(signal("a", Signal.State.RESOLVED, "other"), OptionalLong.empty(), false);
    assertThat(book.news(moved).orElseThrow().signal().system()).isEqualTo("shop");
  }

  @Test
  void itForgetsWhatWasHeardOfLongestAgo() {
    for (String id : List.of("a", "b", "c")) {
      book.told(List.of(word(id, Signal.State.FIRING, 100)));
    }
    assertThat(book.news(word("a", Signal.State.FIRING, 100))).isEmpty();
    book.told(List.of(word("d", Signal.State.FIRING, 100)));
    assertThat(book.news(word("b", Signal.State.FIRING, 100))).isPresent();
    assertThat(book.news(word("a", Signal.State.FIRING, 100))).isEmpty();
  }

  private static Word word(String id, Signal.State state, long until) {
    return new Word(
        signal(id, state, "shop"),
        until > 0 ? OptionalLong.of(until) : OptionalLong.empty(),
        false);
  }

  private static Signal signal(String id, Signal.State state, String system) {
    return new Signal(
        id,
        EntityId.parse("service:default/shop"),
        system,
        "rule",
        "",
        "alert",
        state,
        Severity.WARNING,
        0.6,
        1,
        2,
        0,
        0,
        "it is broken",
        "");
  }
}
