package io.homeostat.demo.kubernetes;

import io.homeostat.demo.Secret;
import io.homeostat.schemas.service.ServiceException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The accounts' bearer tokens: one file each, readable by its owner alone, made once.
 *
 * @param folder where the files are
 */
public record Tokens(Path folder) {
  private static final String BEARER = "Bearer ";

  /** The file that holds an account's token. */
  public Path file(Account account) {
    return folder.resolve(account.user() + ".token");
  }

  /**
   * An account's token; makes one if there is none yet.
   *
   * @throws ServiceException when the file can't be read or written
   */
  public String token(Account account) {
    return new Secret(file(account)).value();
  }

  /** The account that a request's {@code Authorization} proves. */
  Optional<Account> account(Optional<String> authorization) {
    return authorization
        .filter(text -> text.startsWith(BEARER))
        .map(text -> text.substring(BEARER.length()))
        .flatMap(
            given ->
                Arrays.stream(Account.values())
                    .filter(account -> token(account).equals(given))
                    .findFirst());
  }
}
