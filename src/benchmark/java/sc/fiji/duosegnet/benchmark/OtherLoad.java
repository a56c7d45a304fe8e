package sc.fiji.duosegnet.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;

/** Measures how much of the machine's processors other programs take while a benchmark runs. */
final class OtherLoad {

  private static final double NANO = 1e-9;

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final DoubleSupplier workerSeconds;
  private final double ownStart;
  private final long start;

  /**
   * Starts measuring.
   *
   * @param workerSeconds processor time that this benchmark's other process has taken up to now
   */
  OtherLoad(DoubleSupplier workerSeconds) {
    this.workerSeconds = workerSeconds;
    // Each call tells the load since the one before: this one is for the start only.
    system.getCpuLoad();
    ownStart = ownSeconds();
    start = System.nanoTime();
  }

  private double ownSeconds() {
    return system.getProcessCpuTime() * NANO + workerSeconds.getAsDouble();
  }

  /**
   * Ends measuring.
   *
   * @return part of all processors, 0..1, that was taken by others since the start
   */
  double share() {
    double available = (System.nanoTime() - start) * NANO * system.getAvailableProcessors();
    double busy = system.getCpuLoad() * available;
    return Math.max(0, (busy - (ownSeconds() - ownStart)) / available);
  }
}
