package io.homeostat.demo.postgres;

import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The passwords of the database's roles: one file each, readable by their owner alone, made once.
 *
 * @param folder where the files are
 */
public record Credentials(Path folder) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The file that holds a role's password. */
  public Path file(Role role) {
    return folder.resolve(role.user() + ".password");
  }

  /**
   * A role's password; makes one if there is none yet.
   *
   * @throws ServiceException when the file can't be read or written
   */
  public String password(Role role) {
    Path file = file(role);
    try {
      if (!Files.exists(file)) {
        write(file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ServiceException("cannot keep a password in " + file + ": " + e, e);
    }
  }

  private void write(Path file) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    byte[] secret = new byte[24];
    RANDOM.nextBytes(secret);
    Path fresh =
        Files.createTempFile(
            folder,
            "new-",
            ".password",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
