package io.homeostat.core.observe;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.CellForm;
import io.homeostat.core.form.FormException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The newest closed steps, a fixed number of them: a step replaces the one a whole turn older. */
final class StepRing {
  private final @Nullable Step[] steps;

  StepRing(int capacity) {
    this(new @Nullable Step[capacity]);
  }

  private StepRing(@Nullable Step[] steps) {
    this.steps = steps;
  }

  void put(Step step) {
    steps[Math.floorMod(step.index(), steps.length)] = step;
  }

  Optional<Step> find(long index) {
    Step step = steps[Math.floorMod(index, steps.length)];
    return step != null && step.index() == index ? Optional.of(step) : Optional.empty();
  }

  /** The form of a ring of {@code capacity} steps: those that are there, in the ring's order. */
  record Form(int capacity) implements CellForm<StepRing> {
    @Override
    public void write(StepRing value, ByteSink sink) {
      for (Step step : value.steps) {
        sink.writeBoolean(step != null);
        if (step != null) {
          step.write(sink);
        }
      }
    }

    @Override
    public StepRing read(ByteSource source) {
      StepRing ring = new StepRing(capacity);
      for (int i = 0; i < capacity; i++) {
        if (source.readBoolean()) {
          Step step = Step.read(source);
          if (Math.floorMod(step.index(), capacity) != i) {
            throw new FormException("step " + step.index() + " stands at place " + i);
          }
          ring.put(step);
        }
      }
      return ring;
    }

    @Override
    public StepRing copy(StepRing value) {
      return new StepRing(value.steps.clone());
    }
  }
}
