package io.homeostat.ingest.gateway;

import io.homeostat.schemas.service.ServiceException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the gateway's certificates are.
 *
 * @param certificate its own certificate, and those above it
 * @param key its private key
 * @param clients the authorities, or single certificates, that senders must be certified by;
 *     nothing when senders need no certificate
 */
record TlsFiles(Path certificate, Path key, Optional<Path> clients) {

  /**
   * The files that are set; nothing when none is.
   *
   * @throws ServiceException when some are set without the others that they need
   */
  static Optional<TlsFiles> of(
      Optional<Path> certificate, Optional<Path> key, Optional<Path> clients) {
    if (certificate.isPresent() && key.isPresent()) {
      return Optional.of(new TlsFiles(certificate.get(), key.get(), clients));
    }
    if (certificate.isPresent() || key.isPresent() || clients.isPresent()) {
      throw new ServiceException(
          (certificate.isPresent() ? "gateway.tls.key.file" : "gateway.tls.certificate.file")
              + " is missing: TLS needs gateway.tls.certificate.file and gateway.tls.key.file");
    }
    return Optional.empty();
  }
}
