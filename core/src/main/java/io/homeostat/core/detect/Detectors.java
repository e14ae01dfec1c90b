package io.homeostat.core.detect;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.model.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The detectors of an entity, one for each rule on each of its series. Mutable: part of an entity's
 * cell; at most as many as the rules ask for on its series.
 */
public final class Detectors {
  private static final String UNBOUND = "?";

  private String rules = UNBOUND;
  private String topology = UNBOUND;
  private List<Detector> list = new ArrayList<>();

  /** The entity's series have changed: before the next sample, its rules are looked up again. */
  public void unbind() {
    rules = UNBOUND;
  }

  /** True when a signal is open. */
  public boolean anyOpen() {
    for (Detector detector : list) {
      if (detector.sent().isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** The open signals, as they were sent last. */
  public List<Signal> open() {
    return list.stream().map(Detector::sent).flatMap(Optional::stream).toList();
  }

  Detector get(int index) {
    return list.get(index);
  }

  boolean bound(Binding binding) {
    return rules.equals(binding.rules())
        && topology.equals(binding.topology())
        && list.size() == binding.watches().size();
  }

  /**
   * Aligns the detectors with a binding; those of rules and series that are still there live on.
   *
   * @return those that are gone
   */
  List<Detector> bind(Binding binding, long silentSinceMillis) {
    Map<String, Detector> known = new HashMap<>();
    list.forEach(detector -> known.put(detector.identity(), detector));
    List<Detector> kept = new ArrayList<>();
    for (Watch watch : binding.watches()) {
      Detector detector = new Detector(watch.fingerprint(), watch.series());
      detector.pace().startAt(silentSinceMillis);
      Detector present = known.remove(detector.identity());
      kept.add(present != null ? present : detector);
    }
    List<Detector> gone = list.stream().filter(d -> known.containsKey(d.identity())).toList();
    list = kept;
    rules = binding.rules();
    topology = binding.topology();
    return gone;
  }

  public Detectors copy() {
    Detectors copy = new Detectors();
    copy.rules = rules;
    copy.topology = topology;
    list.forEach(detector -> copy.list.add(detector.copy()));
    return copy;
  }

  /** Writes them in their canonical form. */
  public void write(ByteSink sink) {
    sink.writeString(rules);
    sink.writeString(topology);
    sink.writeLong(list.size());
    list.forEach(detector -> detector.write(sink));
  }

  /** Reads what {@link #write} wrote. */
  public static Detectors read(ByteSource source) {
    Detectors detectors = new Detectors();
    detectors.rules = source.readString();
    detectors.topology = source.readString();
    int count = source.readLength(1);
    for (int i = 0; i < count; i++) {
      detectors.list.add(Detector.read(source));
    }
    return detectors;
  }
}
