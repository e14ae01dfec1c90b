package io.homeostat.demo.postgres;

import io.homeostat.schemas.service.ServiceException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once from the class path. The folder is named for the archive's
 * content, so a new version never mixes with an old one.
 *
 * @param home the folder that holds {@code bin}, {@code lib} and {@code share}
 */
public record PostgresBinaries(Path home) {
  private static final Duration VERSION_LIMIT = Duration.ofSeconds(20);

  /**
   * Unpacks the programs for this machine below {@code parent}, unless they are there already.
   *
   * @throws ServiceException when there are none for this machine, or they can't be written
   */
  public static PostgresBinaries unpack(Path parent) {
    String archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
    try {
      Path home = parent.resolve(digest(archive));
      if (!Files.isDirectory(home)) {
        Files.createDirectories(parent);
        Path fresh = Files.createTempDirectory(parent, "unpacking-");
        extract(archive, fresh);
        Files.setPosixFilePermissions(fresh, permissions(0755));
        settle(fresh, home);
      }
      return new PostgresBinaries(home);
    } catch (IOException e) {
      throw new ServiceException(
          "cannot unpack PostgreSQL below "
              + parent
              + ": "
              + e
              + "; make room there and see that the folder can be written",
          e);
    }
  }

  /** Another process may have been as fast: then its programs are as good. */
  private static void settle(Path fresh, Path home) throws IOException {
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(home)) {
        throw e;
      }
      PostgresProgram.deleteTree(fresh);
    }
  }

  /**
   * The programs of a PostgreSQL that is installed here.
   *
   * @throws ServiceException when they are not there, or of another version than the data
   */
  public static PostgresBinaries at(Path home) {
    PostgresBinaries binaries = new PostgresBinaries(home.toAbsolutePath().normalize());
    for (String name : List.of("postgres", "initdb", "pg_ctl")) {
      if (!Files.isExecutable(binaries.program(name))) {
        throw new ServiceException(
            "setting 'demo.postgres.home' is "
                + home
                + ", and there is no program "
                + binaries.program(name)
                + ": give the folder of a PostgreSQL "
                + DataDirectory.MAJOR_VERSION
                + ", such as /usr/lib/postgresql/17");
      }
    }
    String version = version(binaries.program("postgres"));
    if (!version.contains(") " + DataDirectory.MAJOR_VERSION + ".")) {
      throw new ServiceException(
          "setting 'demo.postgres.home' is "
              + home
              + ", which is "
              + version
              + ": give the folder of a PostgreSQL "
              + DataDirectory.MAJOR_VERSION);
    }
    return binaries;
  }

  /** What the program says of itself, such as {@code postgres (PostgreSQL) 17.6}. */
  private static String version(Path postgres) {
    OrdinaryUser.Finished asked =
        new OrdinaryUser(List.of()).run(VERSION_LIMIT, List.of(postgres.toString(), "--version"));
    return asked.text().strip();
  }

  /** The path of one program, such as {@code initdb}. */
  public Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  static String archive(String system, String architecture) {
    String machine =
        switch (architecture) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> throw unsupported(system, architecture);
        };
    if (!system.equals("Linux")) {
      throw unsupported(system, architecture);
    }
    return "/postgres-linux-" + machine + ".txz";
  }

  private static ServiceException unsupported(String system, String architecture) {
    return new ServiceException(
        "the demo has no PostgreSQL for "
            + system
            + " on "
            + architecture
            + ": run it on Linux on x86_64 or arm64");
  }

  private static InputStream open(String archive) {
    InputStream stream = PostgresBinaries.class.getResourceAsStream(archive);
    if (stream == null) {
      throw new ServiceException(
          "PostgreSQL's archive " + archive + " is not on the class path: build the demo again");
    }
    return stream;
  }

  private static String digest(String archive) throws IOException {
    try (DigestInputStream stream =
        new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
      stream.transferTo(java.io.OutputStream.nullOutputStream());
      return "postgres-"
          + HexFormat.of().formatHex(stream.getMessageDigest().digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void extract(String archive, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZInputStream(new BufferedInputStream(open(archive), 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("the archive's entry " + entry.getName() + " leaves its folder");
        }
        write(tar, entry, path);
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.createDirectories(path.getParent());
      Files.copy(tar, path);
      Files.setPosixFilePermissions(path, permissions(entry.getMode()));
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    EnumSet<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        permissions.add(all[bit]);
      }
    }
    return permissions;
  }
}
