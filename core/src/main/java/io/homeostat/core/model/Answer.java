package io.homeostat.core.model;

/**
 * What became of a person's word: every approval, pause and request to undo gets one.
 *
 * @param requestId the id of what was said
 * @param about the proposal or the target that it was about
 * @param who who said it
 * @param taken true when it counts
 * @param reason one sentence for that person
 * @param answeredMillis the lane's time
 */
public record Answer(
    String requestId, String about, Person who, boolean taken, String reason, long answeredMillis)
    implements Fact {}
