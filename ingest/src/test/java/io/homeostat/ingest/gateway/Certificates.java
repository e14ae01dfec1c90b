package io.homeostat.ingest.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate signed by its own key, made by the JDK's keytool for a test.
 *
 * @param folder where its files are
 * @param name what they are called
 */
public record Certificates(Path folder, String name) {
  private static final String PASSWORD = "changeit";

  /** A certificate of this machine that is valid now. */
  public static Certificates make(Path folder, String name) throws Exception {
    return make(folder, name, "EC", List.of());
  }

  /**
   * A certificate of this machine.
   *
   * @param more further options of keytool
   */
  public static Certificates make(Path folder, String name, String algorithm, List<String> more)
      throws Exception {
    Path store = folder.resolve(name + ".p12");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=IP:127.0.0.1,DNS:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(more);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
    Certificates made = new Certificates(folder, name);
    KeyStore keys = made.store();
    write(made.certificate(), "CERTIFICATE", certificate(keys, name).getEncoded());
    Key key = keys.getKey(name, PASSWORD.toCharArray());
    write(made.key(), "PRIVATE KEY", key.getEncoded());
    return made;
  }

  /** Its certificate as PEM. */
  public Path certificate() {
    return folder.resolve(name + ".pem");
  }

  /** Its key as PEM. */
  public Path key() {
    return folder.resolve(name + ".key");
  }

  /** How a client speaks that shows this certificate and believes another. */
  SSLContext believing(Certificates other) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store(), PASSWORD.toCharArray());
    return context(keys, other);
  }

  private static SSLContext context(KeyManagerFactory keys, Certificates other) throws Exception {
    KeyStore believed = KeyStore.getInstance("PKCS12");
    believed.load(null, null);
    believed.setCertificateEntry("other", certificate(other.store(), other.name));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(believed);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
    return context;
  }

  private static Certificate certificate(KeyStore store, String name) throws Exception {
    return store.getCertificate(name);
  }

  private KeyStore store() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static void write(Path file, String kind, byte[] encoded) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }
}
