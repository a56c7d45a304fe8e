package sc.fiji.duosegnet.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The driver's end of a {@link PyTorchPeer}. The worker waits for a line while the other side runs:
 * its OpenMP threads go to sleep within milliseconds of a step's end, so no setting slows them.
 */
final class PeerProcess implements TimedSide {

  /**
   * Makes the C library keep memory that PyTorch frees, instead of giving it back to the system and
   * paying for page faults in the next step. A host does not do this; it tells how much of a ratio
   * is due to memory.
   */
  static final Map<String, String> KEEP_MEMORY =
      Map.of(
          "MALLOC_MMAP_THRESHOLD_", "33554432",
          "MALLOC_TRIM_THRESHOLD_", "4000000000",
          "MALLOC_TOP_PAD_", "268435456");

  private static final int SECONDS_TO_END = 20;

  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter requests;

  /**
   * Starts a worker and waits until it is ready.
   *
   * @param speedCase what it is to do
   * @param threads threads of PyTorch's operations
   * @param environment variables to add to those of this process
   * @throws IOException if it does not start
   */
  PeerProcess(SpeedCase speedCase, int threads, Map<String, String> environment)
      throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                java.toString(),
                "-Xmx1g",
                // An interrupted benchmark ends the worker at once: Java's orderly way would
                // unload PyTorch under a running step, which crashes now and then.
                "-Xrs",
                "-Dai.djl.pytorch.num_threads=" + threads,
                "-Dai.djl.pytorch.num_interop_threads=" + threads,
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-DENGINE_CACHE_DIR=" + Path.of("target", "djl").toAbsolutePath(),
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                PyTorchPeer.class.getName(),
                speedCase.name()));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    process = builder.start();
    answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    requests = new PrintWriter(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    String first = answers.readLine();
    if (!PyTorchPeer.READY.equals(first)) {
      process.destroy();
      throw new IOException(
          "The PyTorch worker said '"
              + first
              + "' where '"
              + PyTorchPeer.READY
              + "' was expected; its messages are above.");
    }
  }

  @Override
  public double seconds() throws IOException {
    requests.println(PyTorchPeer.GO);
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("The PyTorch worker has ended early; its messages are above.");
    }
    return Double.parseDouble(answer);
  }

  /** Returns the processor time that the worker has taken up to now, in seconds. */
  double processorSeconds() {
    return process.info().totalCpuDuration().map(time -> time.toNanos() * 1e-9).orElse(0.0);
  }

  @Override
  public void close() throws IOException {
    requests.close();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    answers.close();
  }
}
