package io.homeostat.ingest.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys in PEM (RFC 7468), and says what is wrong with them. */
final class PemFile {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");
  private static final List<String> KINDS = List.of("EC", "RSA", "Ed25519", "Ed448");
  private static final int CHALLENGE_BYTES = 32;

  private PemFile() {}

  /**
   * The certificates of a file, at least one.
   *
   * @throws IOException when it can't be read or holds none; the message names the remedy
   */
  static List<X509Certificate> certificates(Path file) throws IOException {
    byte[] text = bytes(file);
    try {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(text))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (CertificateException e) {
      throw new IOException(
          file + " holds no sound certificate (" + e.getMessage() + "): give one in PEM", e);
    }
    throw new IOException(file + " holds no certificate: give one in PEM, -----BEGIN CERTIFICATE");
  }

  /**
   * The private key of a file.
   *
   * @throws IOException when it can't be read or holds none in PKCS#8; the message names the remedy
   */
  static PrivateKey key(Path file) throws IOException {
    Matcher block = KEY.matcher(new String(bytes(file), StandardCharsets.ISO_8859_1));
    if (!block.find()) {
      throw new IOException(
          file + " holds no private key: give one in PEM, -----BEGIN PRIVATE KEY-----");
    }
    String kind = block.group(1);
    if (!kind.equals("PRIVATE KEY")) {
      throw new IOException(
          file
              + " holds a key as "
              + kind
              + ": give it as PKCS#8 without a password, as openssl pkcs8 -topk8 -nodes writes it");
    }
    byte[] encoded;
    try {
      encoded = Base64.getMimeDecoder().decode(block.group(2));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " holds a key that is no Base64: write it anew", e);
    }
    for (String algorithm : KINDS) {
      Optional<PrivateKey> key = key(algorithm, encoded);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new IOException(file + " holds a key that is none of " + KINDS + ": give one of these");
  }

  private static Optional<PrivateKey> key(String algorithm, byte[] encoded) throws IOException {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java knows no keys of " + algorithm, e);
    }
  }

  /** Whether a private key is the other half of a certificate's. */
  static boolean belong(PrivateKey key, PublicKey certified) {
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    byte[] challenge = new byte[CHALLENGE_BYTES];
    new SecureRandom().nextBytes(challenge);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(challenge);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(challenge);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " is not there: write it, or name another", e);
    } catch (IOException e) {
      throw new IOException(file + " can't be read (" + e + "): make it readable", e);
    }
  }
}
