package io.homeostat.cli.services;

import io.homeostat.schemas.service.Setting;
import java.util.List;

/**
 * A service of the built product.
 *
 * @param name its name on the command line
 * @param module the module that holds it
 * @param settings all that it reads, as its own code says
 */
public record InstalledService(String name, String module, List<Setting<?>> settings) {
  public InstalledService {
    settings = List.copyOf(settings);
  }
}
