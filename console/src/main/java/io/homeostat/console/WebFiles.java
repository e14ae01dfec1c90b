package io.homeostat.console;

import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.file.FileService;
import com.linecorp.armeria.server.file.HttpFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/** The page's own files, and the libraries' from their jars. Nothing comes from another host. */
final class WebFiles {
  private static final String IMPORT_MAP = "<script type=\"importmap\">";
  private static final ClassLoader LOADER = WebFiles.class.getClassLoader();

  private WebFiles() {}

  /**
   * The hash of the page's inline import map, as a content security policy names it ({@code
   * 'sha256-…'}): the one inline script that a browser may take.
   */
  static String importMapHash() {
    try (InputStream in = LOADER.getResourceAsStream("web/index.html")) {
      String page =
          new String(
              Objects.requireNonNull(in, "web/index.html").readAllBytes(), StandardCharsets.UTF_8);
      int from = page.indexOf(IMPORT_MAP) + IMPORT_MAP.length();
      String map = page.substring(from, page.indexOf("</script>", from));
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(map.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("the page's import map can't be hashed", e);
    }
  }

  /** {@code web/} of this module. */
  static HttpService page() {
    return FileService.builder(LOADER, "web").addHeader("cache-control", "no-cache").build();
  }

  /** The page itself, for {@code /}. */
  static HttpService index() {
    return HttpFile.builder(LOADER, "web/index.html")
        .addHeader("cache-control", "no-cache")
        .build()
        .asService();
  }

  /**
   * The libraries: {@code META-INF/resources/_static} of their jars, each below its name and
   * version.
   */
  static HttpService libraries() {
    return FileService.builder(LOADER, "META-INF/resources/_static")
        .addHeader("cache-control", "max-age=86400")
        .build();
  }
}
