package io.homeostat.core.features.migration;

import io.homeostat.core.document.SourceText;
import io.homeostat.core.features.Breach;
import io.homeostat.core.features.migration.Sketch.Loss;
import io.homeostat.core.features.migration.Sketch.Place;
import io.homeostat.core.features.migration.Sketch.Table;
import io.homeostat.core.model.TableShape.Column;
import io.homeostat.core.rules.FeatureContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says before it is run what a migration would break. It starts from tables as the contracts ask
 * for them, takes the files in one after the other, and holds the contracts against the end: what
 * is dropped and made again under the same name is no break.
 */
public final class Migration {
  private final List<FeatureContract> contracts;
  private final String schema;
  private final Sketch sketch = new Sketch();
  private final List<Finding> notes = new ArrayList<>();

  private Migration(List<FeatureContract> contracts, String schema) {
    this.contracts = contracts.stream().filter(FeatureContract::ofDatabase).toList();
    this.schema = schema;
    for (FeatureContract contract : this.contracts) {
      Table table = sketch.table(table(contract));
      boolean known =
          table.known(contract.column()).filter(one -> one.column().required()).isPresent();
      boolean required = known || contract.required();
      table.put(new Column(0, contract.column(), contract.type().text(), required), Place.BEFORE);
    }
  }

  /**
   * What is to be said of a place.
   *
   * @param file the migration's file
   * @param line from 1
   * @param breaks whether a contract is broken there; else it is a note
   * @param words what and why, with who uses it
   */
  public record Finding(String file, int line, boolean breaks, String words) {

    /** As compilers write it. */
    @Override
    public String toString() {
      return file + ":" + line + ": " + words;
    }
  }

  /**
   * What files of SQL would do, run in this order.
   *
   * @param contracts what models count on; what comes from no database is passed over
   * @param schema where tables without a schema are, such as {@code public}
   * @return breaks first in the order of the contracts, then notes in the order of the files
   */
  public static List<Finding> check(
      List<FeatureContract> contracts, List<SourceText> files, String schema) {
    Migration migration = new Migration(contracts, schema);
    files.forEach(migration::run);
    return migration.findings();
  }

  private void run(SourceText file) {
    Ddl ddl = new Ddl(file.name(), schema, sketch);
    try {
      for (List<Token> statement : SqlReader.statements(file.text())) {
        ddl.apply(new Cursor(statement))
            .ifPresent(
                note -> notes.add(new Finding(file.name(), statement.get(0).line(), false, note)));
      }
    } catch (SqlException e) {
      notes.add(new Finding(file.name(), e.line(), true, String.valueOf(e.getMessage())));
    }
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    contracts.forEach(contract -> finding(contract).ifPresent(findings::add));
    findings.addAll(notes);
    return findings;
  }

  private Optional<Finding> finding(FeatureContract contract) {
    String name = table(contract);
    Optional<Loss> gone = sketch.lost(name);
    if (gone.isPresent()) {
      return Optional.of(lost(gone.get(), contract));
    }
    Table table = sketch.table(name);
    if (table.opaque()) {
      return Optional.of(
          new Finding(
              table.made().file(),
              table.made().line(),
              false,
              "which columns "
                  + name
                  + " has can't be followed: see by hand that "
                  + asked(contract)));
    }
    Optional<Sketch.Known> known = table.known(contract.column());
    if (known.isEmpty()) {
      Loss loss =
          Optional.ofNullable(table.lost().get(contract.column()))
              .orElse(
                  new Loss(
                      table.made(),
                      "table " + name + " is made without column " + contract.column()));
      return Optional.of(lost(loss, contract));
    }
    Place place = known.get().place();
    if (known.get().column().type().equals(Sketch.UNKNOWN)) {
      return Optional.of(
          new Finding(
              place.file(),
              place.line(),
              false,
              "what "
                  + contract.column()
                  + " is can't be followed: see by hand that "
                  + asked(contract)));
    }
    return place.equals(Place.BEFORE)
        ? Optional.empty()
        : Breach.of(contract, known.get().column())
            .map(breach -> new Finding(place.file(), place.line(), true, breach.sentence()));
  }

  private static String asked(FeatureContract contract) {
    return "column "
        + contract.column()
        + " is of type "
        + contract.type().text()
        + ": "
        + contract.words();
  }

  private static Finding lost(Loss loss, FeatureContract contract) {
    Place place = loss.place();
    return new Finding(
        place.file(), place.line(), true, new Breach(contract, loss.words()).sentence());
  }

  private static String table(FeatureContract contract) {
    return contract.table().name();
  }
}
