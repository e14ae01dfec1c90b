package io.homeostat.demo.kubernetes;

import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The accounts' bearer tokens: one file each, readable by its owner alone, made once.
 *
 * @param folder where the files are
 */
public record Tokens(Path folder) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String BEARER = "Bearer ";
  private static final int BYTES = 24;

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
    Path file = file(account);
    try {
      if (!Files.exists(file)) {
        write(file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ServiceException("cannot keep a token in " + file + ": " + e, e);
    }
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

  private void write(Path file) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    Path fresh =
        Files.createTempFile(
            folder,
            "new-",
            ".token",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
