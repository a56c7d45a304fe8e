package sc.fiji.duosegnet.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/** What a user wants of a running training. Set from any thread, followed between iterations. */
public final class TrainingControl {

  private volatile boolean paused;
  private volatile boolean finishing;
  private final AtomicBoolean saving = new AtomicBoolean();

  /** Lets the training wait, or go on. */
  public void pause(boolean pause) {
    paused = pause;
  }

  /** Ends the training early as if it had reached its last iteration: a model is written. */
  public void finish() {
    finishing = true;
  }

  /** Writes the model as it is now; the training goes on. */
  public void save() {
    saving.set(true);
  }

  /** Tells whether the training is to wait; one that is to finish does not. */
  public boolean paused() {
    return paused && !finishing;
  }

  /** Tells whether the training is to end early. */
  public boolean finishing() {
    return finishing;
  }

  /** Tells once for each request whether the model is to be written now. */
  boolean takeSave() {
    return saving.getAndSet(false);
  }
}
