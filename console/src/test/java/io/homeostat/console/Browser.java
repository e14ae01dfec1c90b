package io.homeostat.console;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Debian's Chromium, driven by Playwright, with an account of what a page complained about or asked
 * of other hosts.
 */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Browser(Playwright playwright, com.microsoft.playwright.Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts Chromium; without it the test is skipped loudly, but never in CI. */
  static Browser start() {
    boolean present = Files.isExecutable(CHROMIUM);
    if (!present && "true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(CHROMIUM + " is missing: apt-get install chromium");
    }
    if (!present) {
      System.err.println(
          "SKIPPED: the browser test needs " + CHROMIUM + ": apt-get install chromium");
    }
    assumeTrue(present, "Chromium is not installed");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    BrowserType.LaunchOptions options =
        new BrowserType.LaunchOptions()
            .setExecutablePath(CHROMIUM)
            .setArgs(
                List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync"));
    return new Browser(playwright, playwright.chromium().launch(options));
  }

  /** A page of this size, whose complaints are gathered. */
  Page open(String address, int width, int height, ColorScheme scheme) {
    BrowserContext context =
        browser.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme));
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.type() + ": " + message.text());
          }
        });
    page.onPageError(error -> complaints.add("error: " + error));
    String host = URI.create(address).getAuthority();
    page.onRequest(
        request -> {
          if (!request.url().startsWith("data:")
              && !host.equals(URI.create(request.url()).getAuthority())) {
            complaints.add("request to another host: " + request.url());
          }
        });
    page.navigate(address);
    return page;
  }

  /** What pages complained about: errors, warnings, requests to other hosts. */
  List<String> complaints() {
    return complaints;
  }

  /** Closes every page and forgets what it complained about. */
  void closePages() {
    browser.contexts().forEach(BrowserContext::close);
    complaints.clear();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
