package io.homeostat.processors.cluster;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;

/**
 * Tells a complete checkpoint from a broken one, without Flink running: its metadata can be read,
 * and every file that they name is there in its full length.
 */
final class CheckpointCheck {
  static final String METADATA = "_metadata";

  private CheckpointCheck() {}

  /** What is wrong with a checkpoint; empty when it is complete. */
  static Optional<String> defect(Path checkpoint) {
    try {
      CheckpointMetadata metadata = read(checkpoint);
      return metadata.getOperatorStates().stream()
          .map(OperatorState::getStates)
          .flatMap(Collection::stream)
          .flatMap(CheckpointCheck::parts)
          .flatMap(part -> defect(part).stream())
          .findFirst();
    } catch (IOException | RuntimeException e) {
      return Optional.of(METADATA + " can't be read (" + e + ")");
    }
  }

  private static CheckpointMetadata read(Path checkpoint) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(Files.newInputStream(checkpoint.resolve(METADATA))))) {
      return Checkpoints.loadCheckpointMetadata(
          in, CheckpointCheck.class.getClassLoader(), checkpoint.toUri().toString());
    }
  }

  private static Stream<StateObject> parts(OperatorSubtaskState subtask) {
    return Stream.of(
            subtask.getManagedKeyedState(),
            subtask.getRawKeyedState(),
            subtask.getManagedOperatorState(),
            subtask.getRawOperatorState())
        .flatMap(Collection::stream);
  }

  private static Optional<String> defect(StateObject part) {
    if (part instanceof KeyGroupsStateHandle keyed) {
      return defect(keyed.getDelegateStateHandle());
    }
    if (part instanceof OperatorStateHandle operator) {
      return defect(operator.getDelegateStateHandle());
    }
    return part instanceof FileStateHandle file ? missing(file) : Optional.empty();
  }

  private static Optional<String> missing(FileStateHandle file) {
    Path path = Path.of(file.getFilePath().getPath());
    try {
      long size = Files.size(path);
      return size == file.getStateSize()
          ? Optional.empty()
          : Optional.of(path + " has " + size + " bytes of " + file.getStateSize());
    } catch (IOException e) {
      return Optional.of(path + " can't be read (" + e + ")");
    }
  }
}
