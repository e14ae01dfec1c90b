package io.homeostat.core.model;

/**
 * What a proposal would undo, and for whom.
 *
 * @param proposalId the proposal that is to be undone
 * @param commandId its command
 * @param by the person who asked: the proposer
 * @param reason why
 */
public record UndoOf(String proposalId, String commandId, Person by, String reason) {}
