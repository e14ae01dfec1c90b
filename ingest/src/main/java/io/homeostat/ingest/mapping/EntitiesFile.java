package io.homeostat.ingest.mapping;

import io.homeostat.core.document.SourceText;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.service.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code entities.file}: an operator's own rules, before those that come with Homeostat. */
public final class EntitiesFile {
  /** The setting. */
  public static final Setting<Optional<Path>> SETTING =
      Setting.maybePath("entities.file", "rules that say which entity labels are about");

  private EntitiesFile() {}

  /**
   * The rules in force.
   *
   * @throws ServiceException when the file can't be read or has mistakes, with all of them
   */
  public static EntityMapping in(ServiceConfig config) {
    return SETTING.in(config).map(EntitiesFile::read).orElseGet(EntityMapping::defaults);
  }

  private static EntityMapping read(Path file) {
    try {
      return EntityMapping.of(List.of(new SourceText(file.toString(), Files.readString(file))));
    } catch (IOException e) {
      throw new ServiceException("entities.file " + file + " can't be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new ServiceException(
          "entities.file " + file + " has mistakes; mend them:\n" + e.getMessage(), e);
    }
  }
}
