package sc.fiji.duosegnet.engine;

import java.nio.file.Path;
import sc.fiji.duosegnet.model.TrainingSettings;

/** What is thrown where memory is short for a training whose settings must stay as they are. */
final class Refusals {

  private static final String FIXED =
      "Memory is short for one of several trainings that shall be alike";

  private Refusals() {}

  /** Returns what to throw if a training that needs too much must not be made smaller. */
  static MemoryShortageException refused(TrainingSettings wanted, TrainingSettings smaller) {
    return new MemoryShortageException(
        FIXED
            + "; give all of them "
            + MemoryPolicy.difference(wanted, smaller)
            + ", or close other programs.");
  }

  /**
   * Returns what to throw if a training was refused memory and must not be made smaller.
   *
   * @param checkpoint its checkpoint; null if there is none
   */
  static MemoryShortageException refused(
      TrainingSettings failed, Throwable failure, Path checkpoint) {
    final TrainingSettings less = MemoryPolicy.smaller(failed);
    return new MemoryShortageException(
        FIXED
            + " ("
            + failure.getMessage()
            + "); close other programs"
            + (checkpoint == null
                ? ""
                : " and give the same command, which goes on from the checkpoint '"
                    + checkpoint
                    + "'")
            + ", or "
            + (less == null
                ? MemoryPolicy.lessWidth(failed)
                : "give all of them " + MemoryPolicy.difference(failed, less))
            + ".",
        failure);
  }

  /** Returns what to throw if a training was refused memory before it could go on. */
  static MemoryShortageException unresumed(Path checkpoint, Throwable failure) {
    return new MemoryShortageException(
        "Memory ran out before the training could go on from the checkpoint '"
            + checkpoint
            + "' ("
            + failure.getMessage()
            + "); close other programs and give the same inputs again.",
        failure);
  }
}
