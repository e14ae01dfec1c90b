package io.homeostat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.homeostat.console.people.Users;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.Incident;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A person's walk through the page, in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsolePageTest {
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final long START = 1_760_000_000_000L;

  private Browser browser;
  private ConsoleView view;
  private Governor governor;
  private Server server;
  private String address;

  @BeforeAll
  void startBrowser() {
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    browser = Browser.start();
  }

  @BeforeEach
  void startConsole() {
    view = new ConsoleView(100);
    governor = new Governor(view);
    server =
        ConsoleServer.of(
            0, view, "test", () -> true, InstantSource.system(), Users.CLAIMED, governor);
    server.start().join();
    address = ConsoleServer.address(server);
  }

  @AfterEach
  void stopConsole() {
    browser.closePages();
    server.stop().join();
  }

  @AfterAll
  void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void anEmptyListSaysHowToSeeAnIncident() {
    Page page = browser.open(address + "/", 1200, 700, ColorScheme.LIGHT);
    assertThat(page.locator("main")).containsText("No incidents");
    assertThat(page.locator("main")).containsText("./homeostat demo index-bloat");
    assertThat(page.locator("header [role=status]")).containsText("live");
  }

  @Test
  void aHealedIncidentIsToldFromTheTopWithItsProof() {
    tell(new Story(START));
    Page page = browser.open(address + "/", 1200, 900, ColorScheme.LIGHT);
    assertThat(page.locator("a.incident")).hasCount(2);
    picture(page, "list");
    page.locator("a.incident", new Page.LocatorOptions().setHasText("healed")).click();
    assertThat(page.locator("h1")).containsText("documents_tenant_created_idx is bloated");
    assertThat(page.locator(".story")).containsText("verified: size 41.2 MB → 9.8 MB");
    assertThat(page.locator("ol.timeline li")).hasCount(8);
    assertThat(page.locator("ol.timeline")).containsText("granted: every gate passed");
    assertThat(page.locator("table.gates tbody tr")).hasCount(6);
    assertThat(page.locator("table.gates")).containsText("the oldest evidence is 2 s old");
    assertThat(page.locator("figure.plot canvas")).hasCount(3);
    assertThat(page.locator("figure.plot").first()).containsText("41.2 MB → 9.80 MB (0.24×)");
    assertThat(page.locator("ul.signals li").last())
        .containsText("1111111 → 2222222 through argocd, healthy");
    picture(page, "incident");
    page.keyboard().press("Escape");
    assertThat(page.locator("a.incident")).hasCount(2);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whereNothingWasDoneThePageSaysWhy() {
    tell(new Story(START));
    Page page = browser.open(address + "/#/incidents/refused", 1200, 900, ColorScheme.DARK);
    assertThat(page.locator(".story"))
        .containsText("Why nothing is being done: refused by cooldown");
    assertThat(page.locator("tr.fail")).containsText("cooldown");
    picture(page, "refused-dark");
  }

  @Test
  void whereNoPlaybookAppliesWhatEachWaitsForIsOneClickAway() {
    String why = "no playbook applies: rebuild does not answer this: a in b; revert can't tell: c";
    view.apply(
        "incidents",
        START,
        new Story(START).incident("idle", 1, Incident.State.OPEN, Optional.empty(), why));
    Page page = browser.open(address + "/", 1200, 900, ColorScheme.LIGHT);
    assertThat(page.locator("a.incident")).containsText("no playbook applies to it as it stands");
    assertThat(page.locator("a.incident")).not().containsText("a in b");
    page.locator("a.incident").click();
    page.locator(".story summary").click();
    assertThat(page.locator(".story li"))
        .hasText(new String[] {"rebuild does not answer this: a in b", "revert can't tell: c"});
  }

  @Test
  void whatHappensWhileThePageIsOpenAppearsOnIt() {
    Story story = new Story(START);
    view.apply(
        "incidents",
        START,
        story.incident("live", 1, Incident.State.OPEN, Optional.empty(), "waiting"));
    Page page = browser.open(address + "/", 600, 900, ColorScheme.LIGHT);
    assertThat(page.locator("a.incident .state")).hasText("open");
    view.apply(
        "incidents", START, story.incident("live", 2, Incident.State.ACTING, Optional.empty(), ""));
    assertThat(page.locator("a.incident .state")).hasText("acting");
    picture(page, "narrow");
    page.locator("a.incident").click();
    assertThat(page.locator(".head .state")).hasText("acting");
    view.apply(
        "incidents",
        START,
        story.incident("live", 3, Incident.State.HEALED, Optional.of(START + 60_000), ""));
    assertThat(page.locator(".head .state")).hasText("healed");
  }

  @Test
  void theStopSwitchIsShownOnEveryPage() {
    Page page = browser.open(address + "/", 1200, 700, ColorScheme.LIGHT);
    view.apply("controls", START, new Control(true, "ops", "a migration is under way", START));
    assertThat(page.locator("[role=alert]"))
        .containsText(Pattern.compile("Stopped.*ops.*a migration is under way", Pattern.DOTALL));
  }

  @Test
  void theKeyboardIsEnough() {
    tell(new Story(START));
    Page page = browser.open(address + "/", 1200, 700, ColorScheme.LIGHT);
    assertThat(page.locator("a.incident")).hasCount(2);
    page.keyboard().press("j");
    page.keyboard().press("j");
    page.keyboard().press("Enter");
    assertThat(page.locator(".back")).isVisible();
    assertThat(page.url()).contains("#/incidents/");
  }

  private void tell(Story story) {
    story.healed().forEach(fact -> view.apply("incidents", START, fact));
    story.refused().forEach(fact -> view.apply("incidents", START, fact));
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }
}
