package io.homeostat.actuators.git;

import static io.homeostat.actuators.git.TestRepository.CONFIG;
import static io.homeostat.actuators.git.TestRepository.HOLDS;
import static io.homeostat.actuators.git.TestRepository.command;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.action.Actuator.Preparation;
import io.homeostat.actuators.action.Actuator.Recovery;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class GitRevertTest {
  @TempDir private Path folder = Path.of("");
  private TestRepository remote;
  private GitRevert actuator;
  private ObjectId good;
  private ObjectId bad;

  @BeforeEach
  void start() throws Exception {
    remote = new TestRepository(folder);
    actuator = remote.actuator();
    good = remote.commit("first", Map.of(CONFIG, "version: 1\n", "other/readme", "hello\n"));
    bad =
        remote.commit(
            "second",
            Map.of(CONFIG, "version: 2\n", "retriever/new.yaml", "x: 1\n", "other/a", "1\n"));
  }

  @AfterEach
  void stop() {
    remote.close();
  }

  private Preparation prepare(Command command) {
    return actuator.prepare(command, text -> {});
  }

  private Result carryOut(Command command) {
    Preparation preparation = prepare(command);
    if (preparation instanceof Preparation.Ready ready) {
      try (var grip = ready.grip()) {
        return grip.apply(Optional::empty, text -> {});
      }
    }
    return ((Preparation.Ended) preparation).result();
  }

  @Test
  void oneCommitBringsTheFolderBackAndHoldsWhatItTookBack() throws Exception {
    Result result = carryOut(command("c1", 7, good, bad));

    assertThat(result).isInstanceOf(Result.Applied.class);
    assertThat(remote.tree(remote.head(), "retriever")).isEqualTo(remote.tree(good, "retriever"));
    assertThat(remote.file("other/a")).as("what else the change brought").isEqualTo("1\n");
    assertThat(remote.file(HOLDS))
        .contains("revision: " + bad.name())
        .contains("content: " + remote.tree(bad, "retriever").name())
        .contains("command: c1");
    RevCommit revert = remote.history().get(0);
    assertThat(revert.name()).isEqualTo(result.details().get("commit"));
    assertThat(revert.getParent(0)).isEqualTo(bad);
    assertThat(revert.getFullMessage())
        .contains("Reverts: " + bad.name())
        .endsWith("Homeostat-Command: c1\nHomeostat-Incident: i-1\nHomeostat-Fence: 7\n");
  }

  @Test
  void whatCameSinceElsewhereStays() throws Exception {
    remote.commit("third", Map.of("other/b", "2\n", "retriever/more.yaml", "y: 2\n"));

    assertThat(carryOut(command("c1", 7, good, bad))).isInstanceOf(Result.Applied.class);
    assertThat(remote.file("other/b")).isEqualTo("2\n");
    assertThat(remote.file("retriever/more.yaml")).isEqualTo("y: 2\n");
    assertThat(remote.file(CONFIG)).isEqualTo("version: 1\n");
    assertThat(remote.file("retriever/new.yaml")).isEmpty();
  }

  @Test
  void fileThatHasMovedOnIsNotUndone() throws Exception {
    ObjectId third = remote.commit("third", Map.of(CONFIG, "version: 3\n"));

    Result result = carryOut(command("c1", 7, good, bad));

    assertThat(result).isInstanceOf(Result.Refused.class);
    assertThat(result.reason()).contains("has moved on").contains(CONFIG);
    assertThat(remote.head()).isEqualTo(third);
  }

  @Test
  void revisionThatIsNotDeployedFromTheBranchIsRefused() throws Exception {
    remote.reset(good);
    remote.commit("another second", Map.of(CONFIG, "version: 2b\n"));

    Result result = carryOut(command("c1", 7, good, bad));

    assertThat(result).isInstanceOf(Result.Refused.class);
    assertThat(result.reason()).contains("is not in the history of main");
  }

  @Test
  void changeThatLedBackwardsIsRefused() {
    Result result = carryOut(command("c1", 7, bad, good));

    assertThat(result).isInstanceOf(Result.Refused.class);
    assertThat(result.reason()).contains("is no ancestor of");
  }

  @Test
  void whatAPersonHasTakenBackAlreadyIsLeftAlone() throws Exception {
    ObjectId byHand =
        remote.commit("by hand", Map.of(CONFIG, "version: 1\n", "retriever/new.yaml", ""));

    assertThat(carryOut(command("c1", 7, good, bad))).isInstanceOf(Result.AlreadyTrue.class);
    assertThat(remote.head()).isEqualTo(byHand);
  }

  @Test
  void commandThatComesTwiceHasOneEffect() throws Exception {
    Command command = command("c1", 7, good, bad);

    assertThat(carryOut(command)).isInstanceOf(Result.Applied.class);
    assertThat(carryOut(command)).isInstanceOf(Result.AlreadyTrue.class);
    assertThat(remote.marked("c1")).isOne();
    assertThat(remote.history()).hasSize(3);
  }

  @Test
  void commitOfACommandIsAlwaysTheSame() {
    Command command = command("c1", 7, good, bad);

    assertThat(preparedCommit(command)).isEqualTo(preparedCommit(command));
  }

  private String preparedCommit(Command command) {
    try (var grip = ((Preparation.Ready) prepare(command)).grip()) {
      return requireNonNull(
          grip.apply(() -> Optional.of("only looking"), text -> {}).details().get("commit"));
    }
  }

  @Test
  void refusalAtTheLastInstantLeavesTheBranchAlone() throws Exception {
    try (var grip = ((Preparation.Ready) prepare(command("c1", 7, good, bad))).grip()) {
      assertThat(grip.apply(() -> Optional.of("stopped"), text -> {}))
          .isInstanceOf(Result.Refused.class);
    }
    assertThat(remote.head()).isEqualTo(bad);
  }

  @Test
  void pushThatCameMeanwhileIsNeverOverwritten() throws Exception {
    try (var grip = ((Preparation.Ready) prepare(command("c1", 7, good, bad))).grip()) {
      ObjectId third = remote.commit("third", Map.of("other/b", "2\n"));

      assertThat(grip.apply(Optional::empty, text -> {})).isInstanceOf(Result.Refused.class);
      assertThat(remote.head()).isEqualTo(third);
    }
  }

  @Test
  void pushThatComesWhileOursIsBeingTakenIsNeverOverwritten() throws Exception {
    remote.beforeTaking(
        (pack, commands) -> {
          try {
            remote.commit("third", Map.of("other/b", "2\n"));
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });

    assertThat(carryOut(command("c1", 7, good, bad))).isInstanceOf(Result.Refused.class);
    assertThat(remote.file("other/b")).isEqualTo("2\n");
    assertThat(remote.marked("c1")).isZero();
  }

  @Test
  void recoveryFindsThePushThatWasTaken() throws Exception {
    Command command = command("c1", 7, good, bad);
    Result applied = carryOut(command);

    Recovery recovery = actuator.recover(command, text -> {});

    assertThat(recovery).isInstanceOf(Recovery.Ended.class);
    Result found = ((Recovery.Ended) recovery).result();
    assertThat(found).isInstanceOf(Result.Applied.class);
    assertThat(found.details())
        .containsEntry("commit", applied.details().get("commit"))
        .containsEntry("undo.change_from", bad.name());
    assertThat(undoDetails(found)).isEqualTo(undoDetails(applied));
  }

  @Test
  void theUndoBringsTheChangeBackAndReleasesItsHoldAlone() throws Exception {
    ObjectId worse = remote.commit("worse", Map.of("retriever/w.yaml", "w: 1\n"));
    carryOut(command("c0", 6, bad, worse));
    ObjectId held = remote.head();
    Result applied = carryOut(command("c1", 7, good, bad));

    Result undone = carryOut(undo("u1", 8, applied));

    assertThat(undone).isInstanceOf(Result.Applied.class);
    assertThat(remote.tree(remote.head(), "retriever")).isEqualTo(remote.tree(held, "retriever"));
    assertThat(remote.file(HOLDS))
        .contains("command: c0")
        .doesNotContain("command: c1")
        .doesNotContain("command: u1");
    assertThat(remote.history().get(0).getFullMessage())
        .contains("A person has asked for the undo")
        .contains("Homeostat-Command: u1\n");
    assertThat(undoDetails(undone)).as("an undo has no undo of its own").isEmpty();
  }

  @Test
  void theUndoIsRefusedOnceSomebodyHasGoneOn() throws Exception {
    Result applied = carryOut(command("c1", 7, good, bad));
    ObjectId third = remote.commit("third", Map.of(CONFIG, "version: 3\n"));

    Result undone = carryOut(undo("u1", 8, applied));

    assertThat(undone).isInstanceOf(Result.Refused.class);
    assertThat(undone.reason()).contains("has moved on").contains(CONFIG);
    assertThat(remote.head()).isEqualTo(third);
  }

  private static Command undo(String id, long fence, Result applied) {
    Map<String, String> parameters = undoDetails(applied);
    assertThat(parameters.remove("action")).isEqualTo(GitRevert.ACTION);
    return command(id, fence, parameters);
  }

  /** As the planner takes them out of an outcome's details. */
  private static Map<String, String> undoDetails(Result result) {
    TreeMap<String, String> undo = new TreeMap<>();
    result
        .details()
        .forEach(
            (name, value) -> {
              if (name.startsWith("undo.")) {
                undo.put(name.substring("undo.".length()), value);
              }
            });
    return undo;
  }

  @Test
  void pushThatIsStillUnderWayIsShutOutBeforeItIsCalledNeverBegun() throws Exception {
    Command command = command("c1", 7, good, bad);
    TestRepository.Held held = remote.hold();
    CompletableFuture<Result> first = CompletableFuture.supplyAsync(() -> carryOut(command));
    assertThat(held.arrived()).isTrue();

    assertThat(actuator.recover(command, text -> {})).isInstanceOf(Recovery.NeverBegun.class);
    held.release();

    assertThat(first.get(30, TimeUnit.SECONDS)).isNotInstanceOf(Result.Applied.class);
    assertThat(remote.marked("c1")).isZero();
    assertThat(carryOut(command)).isInstanceOf(Result.Applied.class);
    assertThat(remote.marked("c1")).isOne();
    assertThat(remote.history()).hasSize(3);
  }

  @Test
  void olderGrantIsRefusedOnceANewerOneHasActed() throws Exception {
    assertThat(carryOut(command("c2", 9, good, bad))).isInstanceOf(Result.Applied.class);
    remote.commit("again", Map.of(CONFIG, "version: 2\n", "retriever/new.yaml", "x: 1\n"));

    Result result = carryOut(command("c1", 7, good, bad));

    assertThat(result).isInstanceOf(Result.Refused.class);
    assertThat(result.reason()).contains("a newer grant has acted");
  }

  @Test
  void earlierHoldsAreKept() throws Exception {
    carryOut(command("c1", 7, good, bad));
    ObjectId before = remote.head();
    ObjectId worse = remote.commit("worse", Map.of(CONFIG, "version: 4\n"));

    assertThat(carryOut(command("c2", 8, before, worse))).isInstanceOf(Result.Applied.class);
    assertThat(remote.file(HOLDS)).contains(bad.name()).contains(worse.name());
  }

  @Test
  void holdsThatCannotBeReadAreNotOverwritten() throws Exception {
    remote.commit("notes", Map.of(HOLDS, "just some words\n"));

    Result result = carryOut(command("c1", 7, good, bad));

    assertThat(result).isInstanceOf(Result.Refused.class);
    assertThat(result.reason()).contains(HOLDS);
    assertThat(remote.file(HOLDS)).isEqualTo("just some words\n");
  }

  @Test
  void serverThatDeclinesMakesItFailed() throws Exception {
    remote.beforeTaking(
        (pack, commands) ->
            commands.forEach(
                each ->
                    each.setResult(
                        org.eclipse.jgit.transport.ReceiveCommand.Result.REJECTED_OTHER_REASON,
                        "protected")));

    Result result = carryOut(command("c1", 7, good, bad));

    assertThat(result).isInstanceOf(Result.Failed.class);
    assertThat(result.reason()).contains("protected");
  }

  @Test
  void repositoryThatCannotBeReadIsRefusedBeforeAndUncertainAfter() throws Exception {
    GitRevert away = remote.actuator(folder.resolve("nowhere.git").toUri().toString());
    Command command = command("c1", 7, good, bad);

    assertThat(away.prepare(command, text -> {})).isInstanceOf(Preparation.Ended.class);
    assertThat(away.recover(command, text -> {})).isInstanceOf(Recovery.NotYet.class);
  }

  @Test
  void planWithoutVersionsIsRefusedWithTheReason() {
    Command whole = command("c1", 7, good, bad);
    TreeMap<String, String> parameters = new TreeMap<>(whole.parameters());
    parameters.put("change_from", "v1.2");
    Command command =
        new Command(
            whole.id(),
            whole.proposalId(),
            whole.incidentId(),
            whole.system(),
            whole.target(),
            whole.action(),
            parameters,
            whole.planHash(),
            whole.fence(),
            whole.evidenceMillis(),
            whole.freshMillis(),
            whole.grantedMillis(),
            whole.expiresMillis(),
            whole.limitMillis(),
            whole.rules());

    Result result = carryOut(command);

    assertThat(result).isInstanceOf(Result.Refused.class);
    assertThat(result.reason()).contains("change_from").contains("v1.2");
  }
}
