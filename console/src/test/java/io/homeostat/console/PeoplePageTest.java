package io.homeostat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.homeostat.console.people.Users;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.core.model.Approval;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Pause;
import io.homeostat.core.model.Person;
import io.homeostat.core.model.Remark;
import io.homeostat.core.model.UndoRequest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What a person does on the page, in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class PeoplePageTest {
  private static final Path PICTURES = Path.of("target", "screenshots");

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
    long now = InstantSource.system().millis();
    tell(new Story(now - 90_000).healed());
    tell(new Story(now - 30_000).awaiting(now + 600_000));
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
  void aPlanIsApprovedAfterItWasShownWithItsEvidenceItsHashAndItsTime() {
    Page page = browser.open(address + "/", 1200, 900, ColorScheme.LIGHT);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("People.*1")))
        .click();
    Locator card = page.locator("section.approval");
    assertThat(card).containsText("leaf pages are sparse");
    assertThat(card).containsText("a1b2c3d4e5f60718");
    assertThat(card.locator(".countdown")).containsText(Pattern.compile("\\d+ min \\d+ s left"));
    picture(page, "approvals");
    card.getByRole(AriaRole.BUTTON, within("Approve…")).click();
    picture(page, "approve");
    page.getByLabel("Your name").fill("ann");
    page.getByLabel("Why").fill("looked at it");
    page.getByRole(AriaRole.BUTTON, exactly("Approve")).click();
    assertThat(page.locator("hs-people-page [role=status] p"))
        .containsText("Approved and granted: pg-index.rebuild on");

    Approval approval = (Approval) governor.written().get(0).fact();
    assertThat(approval.who()).isEqualTo(new Person("ann", Person.Known.CLAIMED));
    assertThat(approval.reason()).isEqualTo("looked at it");
    assertThat(approval.planHash()).isEqualTo("a1b2c3d4e5f60718");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theKeyboardIsEnoughToDeny() {
    Page page = browser.open(address + "/#/people", 1200, 900, ColorScheme.DARK);
    assertThat(page.locator("section.approval")).isVisible();
    page.keyboard().press("j");
    page.keyboard().press("d");
    assertThat(page.locator("dialog input")).isFocused();
    page.keyboard().type("bob");
    page.keyboard().press("Tab");
    page.keyboard().type("not now");
    picture(page, "deny-dark");
    page.keyboard().press("Tab");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertThat(page.locator("hs-people-page [role=status] p")).isVisible();

    Approval denial = (Approval) governor.written().get(0).fact();
    assertThat(denial.word()).isEqualTo(Approval.Word.DENY);
    assertThat(denial.reason()).isEqualTo("not now");
    page.keyboard().press("Escape");
    assertThat(page.locator("a.incident")).hasCount(2);
  }

  @Test
  void whatIsNotTakenIsToldInTheDialogWithTheReason() {
    governor.object("It came too late");
    Page page = browser.open(address + "/#/people", 1200, 900, ColorScheme.LIGHT);
    page.locator("section.approval").getByRole(AriaRole.BUTTON, within("Approve…")).click();
    page.getByLabel("Your name").fill("ann");
    page.getByRole(AriaRole.BUTTON, exactly("Approve")).click();

    assertThat(page.locator("dialog [role=alert]")).containsText("It came too late");
  }

  @Test
  void everythingIsStoppedOnlyAfterAConfirmation() {
    Page page = browser.open(address + "/", 1200, 700, ColorScheme.LIGHT);
    page.getByRole(AriaRole.BUTTON, exactly("Stop…")).click();
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog[open]")).hasCount(0);
    assertThat(governor.written()).isEmpty();
    page.getByRole(AriaRole.BUTTON, exactly("Stop…")).click();
    picture(page, "stop");
    page.getByLabel("Your name").fill("ann");
    page.getByLabel("Why").fill("a migration");
    page.getByRole(AriaRole.BUTTON, exactly("Stop")).click();
    assertThat(page.locator(".banner")).containsText("a migration");
    page.getByRole(AriaRole.BUTTON, exactly("Start…")).click();
    page.getByRole(AriaRole.BUTTON, exactly("Start")).click();
    assertThat(page.locator(".banner")).hasCount(0);

    assertThat(governor.written())
        .extracting(it -> ((Control) it.fact()).stopped())
        .containsExactly(true, false);
  }

  @Test
  void aTargetIsPausedAndResumed() {
    Page page = browser.open(address + "/#/people", 1200, 900, ColorScheme.LIGHT);
    page.locator("section.approval")
        .getByRole(AriaRole.BUTTON, within("Pause the target…"))
        .click();
    page.getByLabel("Your name").fill("ann");
    page.getByLabel("Why").fill("we look at it");
    page.getByRole(AriaRole.BUTTON, exactly("Pause")).click();
    assertThat(page.locator("section.paused")).containsText(Story.INDEX.text());
    picture(page, "paused");
    page.getByRole(AriaRole.BUTTON, exactly("Resume…")).click();
    page.getByRole(AriaRole.BUTTON, exactly("Resume")).click();
    assertThat(page.locator("section.paused")).containsText("None.");
    assertThat(governor.written())
        .extracting(it -> ((Pause) it.fact()).paused())
        .containsExactly(true, false);
  }

  @Test
  void anEffectIsUndoneAndAnIncidentAnnotatedFromItsPage() {
    Page page = browser.open(address + "/#/incidents/healed", 1200, 900, ColorScheme.LIGHT);
    assertThat(page.locator("dl.details").first()).not().containsText("undo.action");
    page.getByRole(AriaRole.BUTTON, exactly("Undo…")).click();
    page.getByLabel("Your name").fill("ann");
    page.getByRole(AriaRole.BUTTON, exactly("Undo")).click();
    assertThat(page.locator(".action [role=status]")).isVisible();
    page.getByRole(AriaRole.BUTTON, exactly("Note…")).click();
    page.getByRole(AriaRole.TEXTBOX, exactly("Note")).fill("the import was late");
    page.getByRole(AriaRole.BUTTON, exactly("Write")).click();
    assertThat(page.locator("dialog[open]")).hasCount(0);
    page.getByRole(AriaRole.BUTTON, exactly("I look after it…")).click();
    page.getByRole(AriaRole.BUTTON, exactly("I look after it")).click();
    assertThat(page.locator("dialog[open]")).hasCount(0);

    List<Fact> said = governor.written().stream().map(Governor.Written::fact).toList();
    assertThat(said.get(0)).isInstanceOf(UndoRequest.class);
    assertThat(((Remark) said.get(1)).text()).isEqualTo("the import was late");
    assertThat(((Remark) said.get(2)).kind()).isEqualTo(Remark.Kind.ACKNOWLEDGED);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void everyControlHasANameForThoseWhoCannotSeeIt() {
    Page page = browser.open(address + "/#/people", 600, 900, ColorScheme.LIGHT);
    assertThat(page.locator("section.approval")).isVisible();
    picture(page, "approvals-narrow");
    for (Locator control : page.locator("button, a, input, textarea").all()) {
      assertThat(control.innerText().isBlank() && control.getAttribute("aria-label") == null)
          .as("%s", control)
          .isFalse();
    }
    assertThat(page.locator("section.approval"))
        .hasAttribute("aria-label", Pattern.compile("Approval of .*"));
  }

  private static Page.GetByRoleOptions exactly(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Locator.GetByRoleOptions within(String name) {
    return new Locator.GetByRoleOptions().setName(name);
  }

  private void tell(List<Fact> facts) {
    facts.forEach(fact -> view.apply("incidents", 1, fact));
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }
}
