package sc.fiji.duosegnet.benchmark;

import java.io.IOException;

/** One of the two implementations that are compared. */
interface TimedSide extends AutoCloseable {

  /** The work of one measurement. */
  interface Work {
    /** Does it once. */
    void run();
  }

  /**
   * Does the work once.
   *
   * @return seconds it took
   * @throws IOException if the side is gone
   */
  double seconds() throws IOException;

  @Override
  void close() throws IOException;

  /** Times one piece of work in this JVM. */
  static double time(Work work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) * 1e-9;
  }
}
