package io.homeostat.core.lane;

import java.util.List;

/**
 * A decider: a pure fold over the lanes of one stream, {@code (state, record) → (state, outputs)}.
 * It reads no clock, no randomness, no environment. Instances hold no state but caches of pure
 * functions; one instance may serve many lanes of one thread.
 *
 * <p>The driver hands it: facts of the stream, each once; a {@link Now} for every tick; a {@link
 * ContextDocument} where a document changed; a {@link Progress} of a fold upstream, with its
 * origin.
 */
public interface Fold {

  /** The name, in origins and in the state's form. */
  String name();

  /** The version of the state's form; grows when the tables change. */
  int version();

  /** The stream that it folds over. */
  Stream input();

  /** Where its progress goes at every tick. */
  List<Stream> downstream();

  /** All tables that it uses. */
  List<Table<?>> tables();

  /** Takes one record in. */
  void step(Cells cells, LaneRecord record, Outputs outputs);
}
