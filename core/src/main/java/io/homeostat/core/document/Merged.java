package io.homeostat.core.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several files as one document: each after a line {@code --- # file: NAME}, in the order of their
 * names, so that the one document still knows where everything stood.
 */
public final class Merged {
  private static final String HEADER = "--- # file: ";
  private static final Pattern HEADER_LINE = Pattern.compile("(?m)^--- # file: (.*)$");

  private Merged() {}

  /**
   * Merges files. A file that holds a line that begins a file, and a second file of one name, are
   * noted as problems.
   */
  public static String merge(List<SourceText> sources, Problems problems) {
    List<SourceText> ordered = new ArrayList<>(sources);
    ordered.sort(Comparator.comparing(SourceText::name));
    StringBuilder merged = new StringBuilder();
    String previous = "";
    for (SourceText source : ordered) {
      Matcher header = HEADER_LINE.matcher(source.text());
      if (header.find()) {
        int line = 1 + (int) source.text().substring(0, header.start()).lines().count();
        problems.add(
            new Place(source.name(), line, 1),
            "a line begins with '" + HEADER + "', which separates files",
            "change or remove it");
      }
      if (source.name().equals(previous)) {
        problems.add(
            new Place(source.name(), 1, 1), "two files have this name", "give each file once");
      }
      previous = source.name();
      merged.append(HEADER).append(source.name()).append('\n').append(source.text());
      if (!source.text().endsWith("\n")) {
        merged.append('\n');
      }
    }
    return merged.toString();
  }

  /**
   * The files of a merged document; a document without any header is one file, called {@code name}.
   */
  public static List<SourceText> split(String document, String name) {
    Matcher headers = HEADER_LINE.matcher(document);
    if (!headers.find() || headers.start() > 0) {
      return List.of(new SourceText(name, document));
    }
    List<SourceText> sources = new ArrayList<>();
    String file = headers.group(1);
    int from = Math.min(document.length(), headers.end() + 1);
    while (headers.find()) {
      sources.add(new SourceText(file, document.substring(from, headers.start())));
      file = headers.group(1);
      from = Math.min(document.length(), headers.end() + 1);
    }
    sources.add(new SourceText(file, document.substring(from)));
    return sources;
  }
}
