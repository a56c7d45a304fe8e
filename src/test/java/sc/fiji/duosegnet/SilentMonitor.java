package sc.fiji.duosegnet;

import sc.fiji.duosegnet.engine.TrainingMonitor;
import sc.fiji.duosegnet.engine.TrainingProgress;

/** Lets a training run to its end and keeps nothing of what it tells. */
public class SilentMonitor implements TrainingMonitor {

  @Override
  public void report(TrainingProgress progress) {
    // of no interest
  }

  @Override
  public void message(String line) {
    // of no interest
  }

  @Override
  public boolean canceled() {
    return false;
  }
}
