package io.homeostat.console;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.util.Locale;
import java.util.Set;

/**
 * Answers only requests that name this machine: a page elsewhere whose name was made to point here
 * (DNS rebinding) gets nothing. Every answer carries the headers that keep a browser from running
 * or framing anything else.
 */
final class HostGuard extends SimpleDecoratingHttpService {
  private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final String POLICY =
      "default-src 'none'; script-src 'self' "
          + WebFiles.importMapHash()
          + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Set<String> names;

  /**
   * @param names host names in lower case, besides this machine's own
   */
  HostGuard(HttpService delegate, Set<String> names) {
    super(delegate);
    this.names = names;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    context.mutateAdditionalResponseHeaders(
        headers ->
            headers
                .set("content-security-policy", POLICY)
                .set("x-content-type-options", "nosniff")
                .set("referrer-policy", "no-referrer"));
    String host = host(request.authority());
    if (!LOCAL.contains(host) && !names.contains(host) && !health(request)) {
      return HttpResponse.of(
          HttpStatus.MISDIRECTED_REQUEST,
          MediaType.PLAIN_TEXT_UTF_8,
          "The console answers on this machine's own names only: use http://127.0.0.1 and its port,"
              + " or add the name to console.names.\n");
    }
    return unwrap().serve(context, request);
  }

  /** Whoever looks after the process asks by its address; the answer tells nothing. */
  private static boolean health(HttpRequest request) {
    return request.path().equals("/healthz");
  }

  private static String host(@org.jspecify.annotations.Nullable String authority) {
    if (authority == null) {
      return "";
    }
    int colon = authority.lastIndexOf(':');
    boolean port = colon > authority.lastIndexOf(']');
    return (port ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
  }
}
