package io.homeostat.demo.git;

import java.time.Duration;
import java.util.Collection;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;

/**
 * Lets a test hold up pushes to branches in the server, after all of a push has come and before
 * anything of it is taken: the middle of an effect.
 */
public final class PushGate implements PreReceiveHook {
  private long openAtNanos = System.nanoTime();
  private int waiting;

  /**
   * What the gate does.
   *
   * @param closed whether pushes are held up
   * @param waiting how many are
   */
  public record View(boolean closed, int waiting) {}

  /** Holds up every push to a branch that comes from now on, until released or so long. */
  public synchronized void close(Duration most) {
    openAtNanos = System.nanoTime() + most.toNanos();
  }

  /** Lets them pass. */
  public synchronized void open() {
    openAtNanos = System.nanoTime();
    notifyAll();
  }

  public synchronized View view() {
    return new View(openAtNanos - System.nanoTime() > 0, waiting);
  }

  @Override
  public synchronized void onPreReceive(ReceivePack pack, Collection<ReceiveCommand> commands) {
    if (commands.stream().noneMatch(each -> each.getRefName().startsWith(Constants.R_HEADS))) {
      return;
    }
    waiting++;
    try {
      long left = openAtNanos - System.nanoTime();
      while (left > 0) {
        wait(Math.max(1, Duration.ofNanos(left).toMillis()));
        left = openAtNanos - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      commands.forEach(
          each -> each.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, "the server ends"));
    } finally {
      waiting--;
    }
  }
}
