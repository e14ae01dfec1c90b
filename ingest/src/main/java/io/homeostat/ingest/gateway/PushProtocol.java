package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;

/** How senders of one protocol speak: what their requests mean, and what they are answered. */
interface PushProtocol {

  /** The name in counters. */
  String label();

  /**
   * What can be said before the body is read.
   *
   * @throws Refusal when the headers announce what is not understood
   */
  void check(RequestHeaders headers) throws Refusal;

  /**
   * What can be said of a request before its signature is believed.
   *
   * @throws Refusal when it says something that is not under the signature
   */
  default void checkSigned(RequestHeaders headers) throws Refusal {}

  /**
   * Reads a request.
   *
   * @param body as it came over the wire
   * @param share what the request may hold in memory; grows with what is made of the body
   * @param receivedMillis the door's time, in milliseconds since 1970
   * @throws Refusal when it can't be taken as a whole
   */
  Reading read(RequestHeaders headers, byte[] body, MemoryBudget.Share share, long receivedMillis)
      throws Refusal;

  /** The answer to a request that is not taken. */
  HttpResponse refused(RequestHeaders headers, Refusal refusal);
}
