package io.homeostat.demo.postgres;

import io.homeostat.demo.Secret;
import io.homeostat.schemas.service.ServiceException;
import java.nio.file.Path;

/**
 * The passwords of the database's roles: one file each, readable by their owner alone, made once.
 *
 * @param folder where the files are
 */
public record Credentials(Path folder) {
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
    return new Secret(file(role)).value();
  }
}
