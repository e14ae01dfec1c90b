package io.homeostat.ingest.redis;

import io.homeostat.schemas.targets.RedisTarget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** Opens connections to Redis: with short limits, and by TLS where its authorities are named. */
final class Connections {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int ANSWER_MILLIS = 2_000;

  private Connections() {}

  /**
   * Opens one.
   *
   * @throws IOException when the password or the certificates can't be read
   * @throws redis.clients.jedis.exceptions.JedisException when the server is not reached, or does
   *     not let us in
   */
  static Jedis open(RedisTarget target) throws IOException {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(CONNECT_MILLIS)
            .socketTimeoutMillis(ANSWER_MILLIS)
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .clientName("homeostat-probe");
    target.user().ifPresent(config::user);
    if (target.secret().isPresent()) {
      config.password(target.secret().get().read());
    }
    if (target.caFile().isPresent()) {
      SSLParameters names = new SSLParameters();
      names.setEndpointIdentificationAlgorithm("HTTPS");
      config
          .ssl(true)
          .sslSocketFactory(trusting(target.caFile().get()).getSocketFactory())
          .sslParameters(names);
    }
    Jedis jedis = new Jedis(new HostAndPort(target.host(), target.port()), config.build());
    jedis.connect();
    return jedis;
  }

  private static SSLContext trusting(Path caFile) throws IOException {
    try (InputStream pem = Files.newInputStream(caFile)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca" + number++, one);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificates in " + caFile + " can't be used: " + e, e);
    }
  }
}
