package io.homeostat.cli.services;

import io.homeostat.cli.CommandException;
import io.homeostat.cli.local.Distribution;
import io.homeostat.schemas.service.Service;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The services that can be run by themselves: whatever the product's modules offer, found as every
 * process finds its own. The demo's world and the local broker are none of them.
 */
public final class InstalledServices {
  /** The modules that are looked through. */
  public static final List<String> MODULES =
      List.of("ingest", "processors", "actuators", "console");

  private final SortedMap<String, InstalledService> byName;

  private InstalledServices(SortedMap<String, InstalledService> byName) {
    this.byName = byName;
  }

  /**
   * Looks through the modules that were built.
   *
   * @throws CommandException when one can't be read
   */
  public static InstalledServices in(Distribution distribution) {
    SortedMap<String, InstalledService> found = new TreeMap<>();
    for (String module : MODULES) {
      if (distribution.has(module)) {
        look(distribution, module, found);
      }
    }
    return new InstalledServices(found);
  }

  private static void look(
      Distribution distribution, String module, SortedMap<String, InstalledService> found) {
    URL[] jars = distribution.jars(module).stream().map(InstalledServices::url).toArray(URL[]::new);
    try (URLClassLoader loader =
        new URLClassLoader(jars, InstalledServices.class.getClassLoader())) {
      for (Service service : ServiceLoader.load(Service.class, loader)) {
        if (service.getClass().getClassLoader() == loader) {
          found.put(
              service.name(), new InstalledService(service.name(), module, service.settings()));
        }
      }
    } catch (IOException e) {
      throw new CommandException("the module " + module + " can't be read: " + e.getMessage(), e);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every file has a URL", e);
    }
  }

  /** The service of a name. */
  public Optional<InstalledService> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All services, by name. */
  public Collection<InstalledService> all() {
    return byName.values();
  }
}
