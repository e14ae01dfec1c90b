package io.homeostat.console.api;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;

/** What a person asks for can't be, as the console can see by itself. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient HttpStatus status;
  private final String remedy;

  Refusal(HttpStatus status, String why, String remedy) {
    super(why);
    this.status = status;
    this.remedy = remedy;
  }

  HttpResponse response() {
    return Problem.of(status, String.valueOf(getMessage()), remedy);
  }
}
