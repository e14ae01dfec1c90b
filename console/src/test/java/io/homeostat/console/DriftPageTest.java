package io.homeostat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.homeostat.console.people.Users;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.console.view.DriftFile;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.DriftReport;
import io.homeostat.core.model.Rebase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables beside their references: what is kept of them, and how a person sees them. */
class DriftPageTest {
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final long UNTIL = 1_760_000_040_000L;

  private final ConsoleView view = new ConsoleView(100);
  private final Governor governor = new Governor(view);
  private final Server server =
      ConsoleServer.of(
          0, view, "test", () -> true, InstantSource.system(), Users.CLAIMED, governor);

  @AfterEach
  void stop() {
    server.stop().join();
  }

  private void tell(List<DriftReport> reports) {
    reports.forEach(report -> view.apply("drift.reports", UNTIL, report));
  }

  @Test
  void whatDriftsComesFirstAndEachColumnIsShownWithItsReference() {
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    tell(List.of(DriftStory.unknown("new", UNTIL)));
    tell(DriftStory.windows("drifting", UNTIL));
    server.start().join();
    try (Browser browser = Browser.start()) {
      Page page = browser.open(ConsoleServer.address(server) + "/", 1300, 900, ColorScheme.LIGHT);
      page.locator("nav a", new Page.LocatorOptions().setHasText("Drift")).click();
      assertThat(page.locator("a.incident")).hasCount(2);
      assertThat(page.locator("a.incident").first())
          .containsText("1 of 2 columns · most of all popularity, 25% of rows elsewhere");
      assertThat(page.locator("a.incident").last()).containsText("fewer than 100");
      picture(page, "drift-list");
      page.keyboard().press("j");
      page.keyboard().press("Enter");
      assertThat(page.locator("h1")).containsText("public.features");
      assertThat(page.locator("table.effects tbody tr")).hasCount(2);
      assertThat(page.locator("table.effects tr.drifted")).containsText("< 1e-40");
      assertThat(page.locator("hs-drift-column h2")).containsText("popularity");
      assertThat(page.locator("hs-drift-column canvas")).hasCount(3);
      assertThat(page.locator("hs-drift-column table")).containsText("population stability index");
      picture(page, "drift");
      page.keyboard().press("j");
      assertThat(page.locator("hs-drift-column h2")).containsText("country");
      replaced(page);
      page.keyboard().press("Escape");
      assertThat(page.locator("a.incident")).hasCount(2);
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void anIncidentsSignalLeadsToItsColumns() {
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    new Story(UNTIL).healed().forEach(fact -> view.apply("incidents", UNTIL, fact));
    tell(DriftStory.windows("drifting", UNTIL));
    server.start().join();
    try (Browser browser = Browser.start()) {
      Page page =
          browser.open(
              ConsoleServer.address(server) + "/#/incidents/healed", 1300, 900, ColorScheme.DARK);
      page.locator("ul.signals a", new Page.LocatorOptions().setHasText("its columns")).click();
      assertThat(page.locator("h1")).containsText("public.features");
      picture(page, "drift-dark");
    }
  }

  private void replaced(Page page) {
    page.locator("button", new Page.LocatorOptions().setHasText("Gather a new reference")).click();
    page.locator("dialog input[name=name]").fill("ann");
    page.locator("dialog textarea").fill("prices are in cents");
    page.locator("dialog button[type=submit]").click();
    assertThat(page.locator("[role=status]").last()).containsText("in the log");
    Governor.Written written = governor.written().get(0);
    assertThat(written.stream()).isEqualTo(Stream.CHANGES);
    assertThat(written.key()).isEqualTo(DriftStory.TABLE.text());
    Rebase rebase = (Rebase) written.fact();
    assertThat(rebase.rule()).isEqualTo("features");
    assertThat(rebase.table()).isEqualTo(DriftStory.TABLE);
    assertThat(rebase.reason()).isEqualTo("prices are in cents");
  }

  @Test
  void whateverTheOrderTheNewestJudgedWindowIsKeptWholeAndOfOthersTheFigures() {
    List<DriftReport> reports = new ArrayList<>(DriftStory.windows("a", UNTIL));
    reports.add(DriftStory.unknown("a", UNTIL));
    tell(reports);
    DriftFile file = view.drift().file("a").orElseThrow();
    assertThat(file.newest()).isEqualTo(reports.get(5));
    assertThat(file.judged()).contains(reports.get(4));
    assertThat(file.windows()).hasSize(6);
    assertThat(file.windows().get(0).columns().get(0).bars()).isEmpty();
    assertThat(file.windows().get(0).columns().get(0).effect()).isEqualTo(0.03);
    assertThat(file.tells(DriftStory.SIGNAL)).isTrue();
    for (int seed = 0; seed < 20; seed++) {
      List<DriftReport> twice = new ArrayList<>(reports);
      reports.forEach(report -> twice.add(report.figures()));
      Collections.shuffle(twice, new Random(seed));
      ConsoleView other = new ConsoleView(1);
      twice.forEach(report -> other.apply("drift.reports", UNTIL, report));
      assertThat(other.drift().file("a")).contains(file);
    }
  }

  @Test
  void noMoreThanTheRingOfWindowsIsKept() {
    for (int i = 0; i < 200; i++) {
      tell(List.of(DriftStory.window("a", UNTIL + i * 60_000L, false)));
    }
    DriftFile file = view.drift().file("a").orElseThrow();
    assertThat(file.windows()).hasSize(96);
    assertThat(file.newest().fromMillis()).isEqualTo(UNTIL + 199 * 60_000L);
  }

  @Test
  void whatIsOverIsForgottenWhateverComesLate() {
    List<DriftReport> windows = DriftStory.windows("a", UNTIL);
    DriftReport end =
        DriftReport.ended(
            "a", "features", DriftStory.TABLE, "rag", "", UNTIL - 60_000, "replaced", "r");
    tell(windows.subList(0, 3));
    tell(List.of(end));
    assertThat(view.drift().file("a")).isEmpty();
    assertThat(view.drift().all()).isEmpty();
    tell(windows);
    assertThat(view.drift().file("a").orElseThrow().windows())
        .extracting(DriftReport::untilMillis)
        .containsExactly(UNTIL);
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }
}
