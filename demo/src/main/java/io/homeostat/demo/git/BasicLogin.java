package io.homeostat.demo.git;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;

/** Lets in whoever names an account and knows its password; notes who it is on the request. */
final class BasicLogin implements Filter {
  /** The request's attribute that holds the {@link Account}. */
  static final String ACCOUNT = "account";

  private final Path secrets;

  BasicLogin(Path secrets) {
    this.secrets = secrets;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String header = ((HttpServletRequest) request).getHeader("Authorization");
    for (Account account : Account.values()) {
      if (header != null && matches(header, account)) {
        request.setAttribute(ACCOUNT, account);
        chain.doFilter(request, response);
        return;
      }
    }
    HttpServletResponse refusal = (HttpServletResponse) response;
    refusal.setHeader("WWW-Authenticate", "Basic realm=\"demo\"");
    refusal.sendError(HttpServletResponse.SC_UNAUTHORIZED);
  }

  private boolean matches(String header, Account account) {
    String login = account.user() + ":" + account.password(secrets).value();
    String expected =
        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), header.getBytes(StandardCharsets.UTF_8));
  }
}
