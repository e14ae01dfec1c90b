package io.homeostat.core.logs.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds which forms are of one template: forms of one length that differ only at a few places,
 * where so many different words have stood that none of them can be part of the statement. How many
 * it takes depends on how much around them stays the same. A place where also a parameter, or only
 * words that have stood in place of parameters, were seen needs no more.
 *
 * @param settings how many it takes
 */
record Openings(MinerSettings settings) {
  /** The most words that are remembered as values; later ones are not. */
  static final int MOST_VALUES = 1_024;

  /**
   * Templates and the places at which they differ.
   *
   * @param members the templates, the first seen first
   * @param places the places
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Opening(List<Template> members, int[] places) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Near(Template template, int[] places) {}

  /**
   * The fewest places of a form that are open, with all templates that agree with it elsewhere;
   * without any when it is like none.
   */
  Opening of(Form form, TemplateCatalog catalog) {
    List<Near> near = near(form, catalog);
    Set<List<Integer>> tried = new HashSet<>();
    for (Near candidate : near) {
      int[] places = candidate.places();
      int staying = form.wordsBeside(places);
      if (staying < Math.max(1, places.length)
          || !tried.add(Arrays.stream(places).boxed().toList())) {
        continue;
      }
      List<Template> members = members(near, places);
      if (isOpen(form, members, places, staying, catalog.values())) {
        return new Opening(members, places);
      }
    }
    return new Opening(List.of(), new int[0]);
  }

  private List<Near> near(Form form, TemplateCatalog catalog) {
    List<Near> near = new ArrayList<>();
    for (Template template : catalog.ofSize(form.size())) {
      int[] places = template.form().differences(form, settings.mostOpen());
      if (places != null && places.length > 0) {
        near.add(new Near(template, places));
      }
    }
    near.sort(
        Comparator.comparingInt((Near other) -> other.places().length)
            .thenComparingLong(other -> other.template().sequence()));
    return near;
  }

  private static List<Template> members(List<Near> near, int[] places) {
    return near.stream()
        .filter(other -> Arrays.stream(other.places()).allMatch(place -> has(places, place)))
        .map(Near::template)
        .sorted(Comparator.comparingLong(Template::sequence))
        .toList();
  }

  private static boolean has(int[] places, int wanted) {
    return Arrays.stream(places).anyMatch(place -> place == wanted);
  }

  private boolean isOpen(
      Form form, List<Template> members, int[] places, int staying, Set<Long> values) {
    for (int place : places) {
      Set<Long> words = wordsAt(form, members, place);
      boolean isKnown =
          words.contains(Tokens.PARAMETER) || (place > 0 && values.containsAll(words));
      if (!isKnown && words.size() < settings.wordsThatOpen(place, staying)) {
        return false;
      }
    }
    return true;
  }

  /** What has stood at a place. */
  static Set<Long> wordsAt(Form form, List<Template> members, int place) {
    Set<Long> words = new TreeSet<>();
    words.add(form.codes()[place]);
    members.forEach(member -> words.add(member.form().codes()[place]));
    return words;
  }
}
