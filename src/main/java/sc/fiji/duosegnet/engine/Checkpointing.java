package sc.fiji.duosegnet.engine;

/**
 * When a training writes checkpoints, from which it can go on after the program was ended, and what
 * it does with one that it finds.
 *
 * @param resume what to do with a checkpoint that is there
 * @param iterations iterations between two checkpoints; 0: time decides alone
 * @param minutes minutes between two checkpoints; 0: iterations decide alone. With 0 for both no
 *     checkpoints are written; otherwise there is one more after the last iteration
 * @param kept whether the last one stays when the model is there, for one who has more to do with
 *     it that may be interrupted; see {@link ModelTraining#forget}
 */
public record Checkpointing(Resume resume, int iterations, double minutes, boolean kept) {

  /** Minutes between two checkpoints unless told otherwise: so much may be lost, no more. */
  public static final double USUAL_MINUTES = 5;

  /** Goes on with a checkpoint that fits, refuses another one, and writes one every few minutes. */
  public static final Checkpointing USUAL = new Checkpointing(Resume.OR_REFUSE, 0, USUAL_MINUTES);

  /** What to do with a checkpoint that is there. */
  public enum Resume {
    /** Go on with it; refuse to train if it is of another training, and say what differs. */
    OR_REFUSE,
    /** Go on with it; if it is of another training, train anew. */
    OR_TRAIN_ANEW,
    /** Train anew; the next checkpoint replaces it. */
    NEVER
  }

  /** With a last one that goes when the model is there. */
  public Checkpointing(Resume resume, int iterations, double minutes) {
    this(resume, iterations, minutes, false);
  }

  /**
   * @throws IllegalArgumentException in one sentence, if an interval is below 0
   */
  public Checkpointing {
    if (iterations < 0) {
      throw new IllegalArgumentException(
          "The interval of checkpoints is " + iterations + " iterations; give 0 or more.");
    }
    if (!(minutes >= 0 && minutes <= 1e6)) {
      throw new IllegalArgumentException(
          "The interval of checkpoints is "
              + minutes
              + " minutes; give a number from 0 (none) to 1000000.");
    }
  }

  /** Tells whether any checkpoints are written. */
  boolean writes() {
    return iterations > 0 || minutes > 0;
  }

  /**
   * Tells whether a checkpoint is due.
   *
   * @param iterationsSince iterations since the last one or the start
   * @param secondsSince seconds since then
   */
  boolean due(int iterationsSince, double secondsSince) {
    return (iterations > 0 && iterationsSince >= iterations)
        || (minutes > 0 && secondsSince >= 60 * minutes);
  }
}
