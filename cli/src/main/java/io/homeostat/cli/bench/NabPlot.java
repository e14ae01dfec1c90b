package io.homeostat.cli.bench;

import java.util.List;
import java.util.Locale;

/**
 * A series as a picture (SVG): its values, below them their scores, and behind both the windows
 * that people labelled. Of samples that fall on one column the least and the greatest are drawn.
 *
 * @param title what stands above it
 * @param values the values
 * @param scores their scores, 0 to 1
 * @param windows the labelled windows: the first and the last place of each
 */
record NabPlot(String title, double[] values, double[] scores, List<int[]> windows) {
  private static final int WIDTH = 1_200;
  private static final int UPPER = 260;
  private static final int LOWER = 120;
  private static final int TOP = 30;
  private static final int GAP = 20;
  private static final int HEIGHT = TOP + UPPER + GAP + LOWER + 10;

  /** The picture. */
  String svg() {
    StringBuilder svg = new StringBuilder(100_000);
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\">%n"
            .formatted(WIDTH, HEIGHT));
    svg.append("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n".formatted(WIDTH, HEIGHT));
    for (int[] window : windows) {
      double from = x(window[0]);
      svg.append(
          "<rect x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\" fill=\"#f6c9c9\"/>%n"
              .formatted(
                  number(from), TOP, number(Math.max(2, x(window[1]) - from)), HEIGHT - TOP));
    }
    svg.append(
        "<text x=\"8\" y=\"20\" font-size=\"15\">%s (pink: labelled)</text>%n".formatted(title));
    double least = Double.MAX_VALUE;
    double greatest = -Double.MAX_VALUE;
    for (double value : values) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    line(svg, values, least, greatest, TOP, UPPER, "#1f4e79");
    int below = TOP + UPPER + GAP;
    double half = below + LOWER * 0.5;
    svg.append(
        "<path d=\"M0 %s H%d\" stroke=\"#bbb\" stroke-dasharray=\"4\"/>%n"
            .formatted(number(half), WIDTH));
    line(svg, scores, 0, 1, below, LOWER, "#b03030");
    return svg.append("</svg>\n").toString();
  }

  private double x(int place) {
    return (double) place * WIDTH / values.length;
  }

  private void line(
      StringBuilder svg,
      double[] numbers,
      double least,
      double greatest,
      int top,
      int height,
      String colour) {
    double scale = greatest > least ? height / (greatest - least) : 0;
    svg.append("<path fill=\"none\" stroke=\"").append(colour).append("\" d=\"");
    int place = 0;
    for (int column = 0; column < WIDTH && place < numbers.length; column++) {
      double low = Double.MAX_VALUE;
      double high = -Double.MAX_VALUE;
      while (place < numbers.length && x(place) < column + 1) {
        low = Math.min(low, numbers[place]);
        high = Math.max(high, numbers[place]);
        place++;
      }
      if (high >= low) {
        svg.append(svg.charAt(svg.length() - 1) == '"' ? 'M' : 'L');
        point(svg, column, top + height - (low - least) * scale);
        svg.append('L');
        point(svg, column, top + height - (high - least) * scale);
      }
    }
    svg.append("\"/>\n");
  }

  private static void point(StringBuilder svg, int column, double y) {
    svg.append(column).append(' ').append(number(y));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
