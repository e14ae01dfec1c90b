package io.homeostat.tests.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Walks the page of a healed incident in Debian's Chromium, as a person would. */
final class IncidentPage {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path PICTURES = Path.of("target", "screenshots");

  private IncidentPage() {}

  /** Without Chromium this is left out loudly, but never in CI. */
  static void walk(String console, String incident) {
    if (!Files.isExecutable(CHROMIUM)) {
      assertThat(System.getenv("CI"))
          .as("CI must have chromium: apt-get install chromium")
          .isNotEqualTo("true");
      System.err.println(
          "SKIPPED: the walk through the page needs " + CHROMIUM + ": apt-get install chromium");
      return;
    }
    List<String> errors = new CopyOnWriteArrayList<>();
    BrowserType.LaunchOptions options =
        new BrowserType.LaunchOptions()
            .setExecutablePath(CHROMIUM)
            .setArgs(
                List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-background-networking"));
    try (Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var browser = playwright.chromium().launch(options)) {
      Page page = browser.newPage();
      page.setViewportSize(1280, 900);
      page.onPageError(errors::add);
      page.navigate(console + "/");
      page.locator("a.incident[href='#/incidents/" + incident + "']").click();
      assertThat(page.locator(".head .state")).hasText("healed");
      assertThat(page.locator(".story")).containsText("verified");
      assertThat(page.locator("ol.timeline .verdict")).not().hasCount(0);
      assertThat(page.locator("table.gates tbody tr.pass")).not().hasCount(0);
      assertThat(page.locator("figure.plot canvas")).not().hasCount(0);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(PICTURES.resolve("healed-" + incident.substring(0, 8) + ".png"))
              .setFullPage(true));
    }
    assertThat(errors).isEmpty();
  }
}
