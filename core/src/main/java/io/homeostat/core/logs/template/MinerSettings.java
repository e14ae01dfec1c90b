package io.homeostat.core.logs.template;

/**
 * The one configuration of template mining, the same for every log.
 *
 * @param mostTemplates how many templates are kept; the one that no line has matched for longest
 *     makes room
 * @param rich how many different words make a place a parameter where three words or more around it
 *     stay the same
 * @param fair the same where two words stay
 * @param poor the same where one word stays
 * @param leading the same for the first word of a line
 * @param mostOpen the most places at which two forms of one template may differ
 */
public record MinerSettings(
    int mostTemplates, int rich, int fair, int poor, int leading, int mostOpen) {

  /** What is used everywhere. */
  public static final MinerSettings DEFAULT = new MinerSettings(1_024, 5, 6, 8, 12, 3);

  public MinerSettings {
    atLeast("mostTemplates", mostTemplates, 1);
    atLeast("rich", rich, 2);
    atLeast("fair", fair, 2);
    atLeast("poor", poor, 2);
    atLeast("leading", leading, 2);
    atLeast("mostOpen", mostOpen, 1);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + ": it must be at least " + least);
    }
  }

  /** The same with room for so many templates. */
  public MinerSettings withMostTemplates(int most) {
    return new MinerSettings(most, rich, fair, poor, leading, mostOpen);
  }

  int wordsThatOpen(int place, int wordsThatStay) {
    if (place == 0) {
      return leading;
    }
    return wordsThatStay >= 3 ? rich : wordsThatStay == 2 ? fair : poor;
  }
}
