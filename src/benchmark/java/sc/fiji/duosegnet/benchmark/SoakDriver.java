package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import sc.fiji.duosegnet.benchmark.SoakTrial.Outcome;

/**
 * Long use: trains, cancels, goes on, segments and gives bad inputs in random order in one JVM,
 * sometimes two at once. What a training is interrupted by must not change what it ends with, what
 * was written must stay as it was, and every failure must be one sentence. Says how often each was
 * done, one row for each kind; the exit status is 1 if anything was lost or not accounted for.
 *
 * <p>Arguments: {@code minutes=120 seed=1 results=<csv> folder=<scratch>}.
 */
public final class SoakDriver {

  private static final String HEADER =
      "minutes,seed,action,done,sentences,unaccounted,lost,heap_kb,resident_kb,threads,open_files,"
          + "commit";
  private static final int PROGRESS = 50;

  /** Counts of one kind of action. */
  private static final class Counts {
    private int done;
    private int sentences;
    private int unaccounted;
    private int lost;

    void add(Outcome outcome) {
      switch (outcome) {
        case DONE -> done++;
        case SENTENCE -> sentences++;
        case LOST -> lost++;
      }
    }
  }

  private final SplittableRandom random;
  private final Map<SoakTrial.Action, Counts> counts = new EnumMap<>(SoakTrial.Action.class);

  private SoakDriver(long seed) {
    random = new SplittableRandom(seed);
    for (final SoakTrial.Action action : SoakTrial.Action.values()) {
      counts.put(action, new Counts());
    }
  }

  /** See the class. */
  public static void main(String[] args) throws Exception {
    final Arguments arguments = new Arguments(args);
    final int minutes = arguments.get("minutes", 120);
    final int seed = arguments.get("seed", 1);
    final Path folder = Path.of(arguments.get("folder", "target/soak")).toAbsolutePath();
    Files.createDirectories(folder);
    final SoakDriver driver = new SoakDriver(seed);
    final long start = System.nanoTime();
    final long end = start + TimeUnit.MINUTES.toNanos(minutes);
    final SoakTrial trial = new SoakTrial(folder);
    for (int step = 1; System.nanoTime() < end; step++) {
      driver.step(trial, step);
      if (step % PROGRESS == 0) {
        System.out.println("step " + step + ": " + ProcessState.now());
      }
    }
    driver.run(SoakTrial.Action.RESUME_ALL, trial, driver.random.split());
    driver.write(
        Path.of(arguments.get("results", "src/benchmark/results/soak.csv")),
        (System.nanoTime() - start) / 6e10,
        seed);
    System.exit(driver.counts.values().stream().allMatch(SoakDriver::fine) ? 0 : 1);
  }

  private static boolean fine(Counts counts) {
    return counts.unaccounted == 0 && counts.lost == 0;
  }

  private void step(SoakTrial trial, int step) throws InterruptedException {
    final SoakTrial.Action action = draw();
    if (step % 10 == 0) {
      // Two at once, each with numbers of its own.
      final SoakTrial.Action other = draw();
      final SplittableRandom numbers = random.split();
      final Thread second = new Thread(() -> run(other, trial, numbers), "second");
      second.start();
      run(action, trial, random.split());
      second.join();
    } else {
      run(action, trial, random.split());
    }
  }

  private SoakTrial.Action draw() {
    final SoakTrial.Action[] actions = SoakTrial.Action.values();
    return actions[random.nextInt(actions.length - 1)]; // the last one ends all
  }

  private void run(SoakTrial.Action action, SoakTrial trial, SplittableRandom numbers) {
    Outcome outcome = null;
    try {
      outcome = trial.run(action, numbers);
    } catch (Exception | OutOfMemoryError | LinkageError e) {
      final Throwable cause = e instanceof CompletionException ? e.getCause() : e;
      System.out.println("NOT ACCOUNTED FOR, in " + action + ":");
      cause.printStackTrace(System.out);
    }
    synchronized (counts) {
      if (outcome == Outcome.LOST) {
        System.out.println("LOST, in " + action);
      }
      if (outcome == null) {
        counts.get(action).unaccounted++;
      } else {
        counts.get(action).add(outcome);
      }
    }
  }

  private void write(Path results, double minutes, int seed) throws IOException {
    final ProcessState state = ProcessState.now();
    final String commit = Commit.current();
    final List<String> rows = new ArrayList<>();
    counts.forEach(
        (action, count) ->
            rows.add(
                String.format(
                    Locale.ROOT,
                    "%.1f,%d,%s,%d,%d,%d,%d,%d,%d,%d,%d,%s",
                    minutes,
                    seed,
                    action.name().toLowerCase(Locale.ROOT),
                    count.done,
                    count.sentences,
                    count.unaccounted,
                    count.lost,
                    state.heapKilobytes(),
                    state.residentKilobytes(),
                    state.threads(),
                    state.files(),
                    commit)));
    new CsvTable(results, HEADER).append(rows);
    rows.forEach(System.out::println);
  }
}
