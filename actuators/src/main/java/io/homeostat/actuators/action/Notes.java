package io.homeostat.actuators.action;

/** Takes word of how far an action has come, for people. A note may be lost. */
@FunctionalInterface
public interface Notes {
  /**
   * Says one sentence.
   *
   * @param text a sentence for a person
   */
  void say(String text);
}
