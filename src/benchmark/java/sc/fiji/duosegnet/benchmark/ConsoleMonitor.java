package sc.fiji.duosegnet.benchmark;

import sc.fiji.duosegnet.engine.TrainingMonitor;
import sc.fiji.duosegnet.engine.TrainingProgress;

/** Prints each message of a training. */
final class ConsoleMonitor implements TrainingMonitor {

  @Override
  public void report(TrainingProgress progress) {
    // The messages say enough.
  }

  @Override
  public void message(String line) {
    System.out.println(line);
  }

  @Override
  public boolean canceled() {
    return false;
  }
}
