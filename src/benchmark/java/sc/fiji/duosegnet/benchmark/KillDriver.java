package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import sc.fiji.duosegnet.model.CheckpointFile;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.ModelFile;

/**
 * Kills trainings at random moments, some of them while a checkpoint or the model is being written,
 * goes on with them, and compares the weights they end with with those of undisturbed trainings. No
 * kill may lose more iterations than there are between two checkpoints. One row for each kill.
 *
 * <p>Arguments: {@code kills=50 seed=1 iterations=60 interval=5 methods=<names with commas>
 * results=<csv> folder=<scratch>}.
 */
public final class KillDriver {

  private static final String HEADER =
      "kill,training,method,aim,seconds,iteration,checkpoint,lost,half_written,weights_equal,commit";
  private static final String ALL =
      Arrays.stream(Method.values()).map(Method::name).collect(Collectors.joining(","));
  private static final int MOST_KILLS_OF_A_TRAINING = 6;

  private final Arguments arguments;
  private final Path folder;
  private final SplittableRandom random;
  private final Map<String, byte[]> undisturbed = new HashMap<>();
  private final CsvTable table;
  private final int kills;
  private int killed;
  private int unequal;
  private int tooMuch;

  private KillDriver(Arguments arguments) throws IOException {
    this.arguments = arguments;
    folder = Path.of(arguments.get("folder", "target/kills")).toAbsolutePath();
    Files.createDirectories(folder);
    random = new SplittableRandom(arguments.get("seed", 1));
    kills = arguments.get("kills", 50);
    table =
        new CsvTable(Path.of(arguments.get("results", "src/benchmark/results/kills.csv")), HEADER);
  }

  /** See the class. The exit status is 1 if any weights differ, or if a kill has lost too much. */
  public static void main(String[] args) throws Exception {
    final KillDriver driver = new KillDriver(new Arguments(args));
    final String[] methods = driver.arguments.get("methods", ALL).split(",");
    for (int training = 1; driver.killed < driver.kills; training++) {
      driver.train(training, methods[(training - 1) % methods.length]);
    }
    System.out.println(
        driver.killed
            + " kills, "
            + driver.unequal
            + " trainings unequal, "
            + driver.tooMuch
            + " kills that lost more than the interval");
    System.exit(driver.unequal == 0 && driver.tooMuch == 0 ? 0 : 1);
  }

  private List<String> options(Path model, String method) {
    return List.of(
        "model=" + model,
        "method=" + method,
        "iterations=" + arguments.get("iterations", 60),
        "interval=" + interval());
  }

  private int interval() {
    return arguments.get("interval", 5);
  }

  private byte[] undisturbed(String method) throws IOException, InterruptedException {
    if (!undisturbed.containsKey(method)) {
      final Path model = folder.resolve(method + ".zip");
      if (!Files.exists(model)) {
        finish(new EndedProcess(folder, options(model, method)));
      }
      undisturbed.put(method, weights(model));
    }
    return undisturbed.get(method);
  }

  private static void finish(EndedProcess process) throws InterruptedException {
    if (process.end() != 0) {
      throw new IllegalStateException("A training has failed; it said: " + process.text());
    }
  }

  private void train(int training, String method) throws IOException, InterruptedException {
    final byte[] wanted = undisturbed(method);
    final Path place = folder.resolve("training " + training);
    Files.createDirectories(place);
    final Path model = place.resolve("model.zip");
    Files.deleteIfExists(model);
    Files.deleteIfExists(model.resolveSibling("model.zip.checkpoint"));
    final List<String> rows = new ArrayList<>();
    final int most = Math.min(MOST_KILLS_OF_A_TRAINING, kills - killed);
    while (rows.size() < most && !Files.exists(model)) {
      final long start = System.nanoTime();
      final EndedProcess process = new EndedProcess(folder, options(model, method));
      final String aim = aim(rows.size() == most - 1);
      if (!await(process, aim, model)) {
        finish(process);
        break;
      }
      process.kill();
      killed++;
      final boolean half =
          Files.exists(model.resolveSibling("model.zip.checkpoint.tmp"))
              || Files.exists(model.resolveSibling("model.zip.tmp"));
      final int lost = Math.max(0, process.iteration() - checkpoint(model));
      tooMuch += lost > interval() ? 1 : 0;
      rows.add(
          String.format(
              Locale.ROOT,
              "%d,%d,%s,%s,%.2f,%d,%d,%d,%s",
              killed,
              training,
              method,
              aim,
              (System.nanoTime() - start) / 1e9,
              process.iteration(),
              checkpoint(model),
              lost,
              half));
      System.out.println(rows.get(rows.size() - 1));
    }
    if (!Files.exists(model)) {
      finish(new EndedProcess(folder, options(model, method)));
    }
    final boolean equal = Arrays.equals(wanted, weights(model));
    unequal += equal ? 0 : 1;
    final String end = "," + equal + "," + Commit.current();
    table.append(rows.stream().map(row -> row + end).toList());
    System.out.println("training " + training + ": weights equal: " + equal);
    if (Files.exists(model.resolveSibling("model.zip.checkpoint"))) {
      throw new IllegalStateException("The checkpoint of a finished training is still there.");
    }
  }

  private String aim(boolean lastOfTraining) {
    final double drawn = random.nextDouble();
    if (lastOfTraining && drawn < 0.5) {
      return "model";
    }
    return drawn < 0.45 ? "checkpoint" : drawn < 0.9 ? "iterations" : "start";
  }

  /** Returns false if the training has ended before the moment to kill it came. */
  private boolean await(EndedProcess process, String aim, Path model) throws InterruptedException {
    switch (aim) {
      case "start" -> TimeUnit.MILLISECONDS.sleep(random.nextInt(4000));
      case "iterations" -> {
        final int more = random.nextInt(15);
        for (int first = 0; process.isAlive(); TimeUnit.MILLISECONDS.sleep(2)) {
          first = first == 0 ? process.iteration() : first;
          if (first > 0 && process.iteration() >= first + more) {
            break;
          }
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
      }
      default -> {
        final Path written =
            model.resolveSibling(
                aim.equals("model") ? "model.zip.tmp" : "model.zip.checkpoint.tmp");
        final int saves = aim.equals("model") ? 0 : random.nextInt(3);
        for (int i = 0; i <= saves; i++) {
          awaitFile(process, written, true);
          if (i < saves) {
            awaitFile(process, written, false);
          }
        }
        TimeUnit.MICROSECONDS.sleep(random.nextInt(aim.equals("model") ? 200_000 : 8_000));
      }
    }
    return process.isAlive();
  }

  private static void awaitFile(EndedProcess process, Path file, boolean there)
      throws InterruptedException {
    // What an earlier kill has left does not count.
    final long before = there ? modified(file) : 0;
    while (process.isAlive() && (there ? modified(file) <= before : Files.exists(file))) {
      TimeUnit.MICROSECONDS.sleep(300);
    }
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Returns the iteration of the checkpoint, which must be whole; 0 without one. */
  private static int checkpoint(Path model) throws IOException {
    final Path file = model.resolveSibling("model.zip.checkpoint");
    if (!Files.exists(file)) {
      return 0;
    }
    final Map<?, ?> loop = (Map<?, ?>) CheckpointFile.open(file).header().get("loop");
    return (Integer) loop.get("iteration");
  }

  /** Returns the bytes of a model's weights. */
  static byte[] weights(Path model) throws IOException {
    try (ModelFile opened = ModelFile.open(model)) {
      return Files.readAllBytes(
          opened.savedModelFolder().resolve("variables/variables.data-00000-of-00001"));
    }
  }
}
