package io.homeostat.demo;

import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A password or token in a file that only its owner reads; it is made at its first use.
 *
 * @param file the file
 */
public record Secret(Path file) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 24;

  /**
   * Its value.
   *
   * @throws ServiceException when the file can't be read or written
   */
  public String value() {
    try {
      if (!Files.exists(file)) {
        write();
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ServiceException("cannot keep a secret in " + file + ": " + e, e);
    }
  }

  private void write() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    Path fresh =
        Files.createTempFile(
            folder,
            "new-",
            ".secret",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
