package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.TlsProvider;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerTlsConfig;
import io.homeostat.schemas.service.ServiceException;
import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that the doors show, and those that they ask for. The files are read again when
 * they have changed; where they have mistakes, what was shown before still is.
 */
final class DoorTls {
  private static final Logger log = LoggerFactory.getLogger(DoorTls.class);
  private static final int HANDSHAKE_LIMIT_MILLIS = 10_000;

  private final TlsFiles files;
  private volatile Loaded loaded;
  private String problem = "";

  /**
   * What was read.
   *
   * @param pair what the doors show
   * @param trusted whom senders must be certified by; empty when they need no certificate
   * @param context the same for sockets
   */
  private record Loaded(TlsKeyPair pair, List<X509Certificate> trusted, SSLContext context) {}

  private DoorTls(TlsFiles files, Loaded loaded) {
    this.files = files;
    this.loaded = loaded;
  }

  /**
   * Reads the files.
   *
   * @throws ServiceException when they can't be used; the message names the file and the remedy
   */
  static DoorTls of(TlsFiles files) {
    try {
      return new DoorTls(files, load(files));
    } catch (IOException e) {
      throw new ServiceException("TLS: " + e.getMessage(), e);
    }
  }

  /** Reads the files again. */
  void refresh() {
    try {
      Loaded now = load(files);
      if (!now.pair.equals(loaded.pair) || !now.trusted.equals(loaded.trusted)) {
        loaded = now;
        log.info("the doors show new certificates, or ask for others");
      }
      problem = "";
    } catch (IOException e) {
      if (!problem.equals(e.getMessage())) {
        problem = String.valueOf(e.getMessage());
        log.warn("the certificates stay as they were: {}", problem);
      }
    }
  }

  private static Loaded load(TlsFiles files) throws IOException {
    List<X509Certificate> chain = PemFile.certificates(files.certificate());
    PrivateKey key = PemFile.key(files.key());
    if (!PemFile.belong(key, chain.get(0).getPublicKey())) {
      throw new IOException(
          files.key()
              + " is not the key of the first certificate in "
              + files.certificate()
              + ": give the two that belong together, the gateway's own certificate first");
    }
    requireValid(files.certificate(), chain.get(0), InstantSource.system().instant());
    Optional<Path> clients = files.clients();
    List<X509Certificate> trusted =
        clients.isPresent() ? PemFile.certificates(clients.get()) : List.of();
    return new Loaded(TlsKeyPair.of(key, chain), trusted, context(key, chain, trusted));
  }

  private static void requireValid(Path file, X509Certificate certificate, Instant now)
      throws IOException {
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();
    if (now.isBefore(from) || now.isAfter(to)) {
      throw new IOException(
          file + " is valid from " + from + " to " + to + ", which is not now: give one that is");
    }
  }

  private static SSLContext context(
      PrivateKey key, List<X509Certificate> chain, List<X509Certificate> trusted)
      throws IOException {
    try {
      KeyStore own = store();
      own.setKeyEntry("gateway", key, new char[0], chain.toArray(X509Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, new char[0]);
      KeyStore others = store();
      for (X509Certificate one : trusted) {
        others.setCertificateEntry(others.size() + "", one);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(others);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys.getKeyManagers(), trusted.isEmpty() ? null : trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("these certificates can't be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore store() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** Lets a server show the certificates and ask for those of senders. */
  void secure(ServerBuilder server) {
    server.tlsProvider(
        new TlsProvider() {
          @Override
          public TlsKeyPair keyPair(String hostname) {
            return loaded.pair;
          }

          @Override
          public List<X509Certificate> trustedCertificates(String hostname) {
            return loaded.trusted;
          }
        },
        ServerTlsConfig.builder()
            .clientAuth(files.clients().isPresent() ? ClientAuth.REQUIRE : ClientAuth.NONE)
            .build());
  }

  /**
   * A connection that was accepted, secured.
   *
   * @throws IOException when the other side can't be agreed with, or shows no right certificate
   */
  SSLSocket secured(Socket plain) throws IOException {
    Loaded now = loaded;
    plain.setSoTimeout(HANDSHAKE_LIMIT_MILLIS);
    SSLSocket socket =
        (SSLSocket)
            now.context
                .getSocketFactory()
                .createSocket(
                    plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
    socket.setUseClientMode(false);
    socket.setNeedClientAuth(files.clients().isPresent());
    socket.setEnabledProtocols(
        Arrays.stream(socket.getSupportedProtocols())
            .filter(name -> name.equals("TLSv1.3") || name.equals("TLSv1.2"))
            .toArray(String[]::new));
    socket.startHandshake();
    plain.setSoTimeout(0);
    return socket;
  }
}
