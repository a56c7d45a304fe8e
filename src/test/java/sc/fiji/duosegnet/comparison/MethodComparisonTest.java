package sc.fiji.duosegnet.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.SplitFile;
import sc.fiji.duosegnet.engine.EngineException;
import sc.fiji.duosegnet.model.Method;

/** What is done, what is skipped, and what is written, around runs that train nothing. */
class MethodComparisonTest {

  private static final ComparisonPlan PLAN =
      ComparisonPlan.parse("Supervised U-Net,Duo-SegNet", "0.34,1", "1,2");

  @TempDir Path folder;
  private final Comparisons.Untrained runs = new Comparisons.Untrained();
  private final Comparisons.Monitor monitor = new Comparisons.Monitor();

  private MethodComparison.Result compare(ComparisonPlan plan) throws IOException {
    return MethodComparison.run(Comparisons.request(plan, folder), runs, monitor);
  }

  @Test
  void everyRunIsDoneOnceWithTheSplitThatItsFileHolds() throws IOException {
    final MethodComparison.Result result = compare(PLAN);
    assertEquals(PLAN.runs(), runs.done);
    assertEquals(9, Files.readAllLines(folder.resolve("runs.csv")).size());
    assertEquals(4, result.summary().rows().size());
    assertEquals(Map.of(), result.failures());
    assertEquals(result.summary().toCsv(), Files.readString(folder.resolve("summary.csv")));
    for (int i = 0; i < runs.done.size(); i++) {
      final Run run = runs.done.get(i);
      final Path file =
          folder.resolve("splits/" + Run.text(run.fraction()) + "-seed-" + run.seed() + ".csv");
      assertEquals(SplitFile.read(file), runs.splits.get(i));
    }
    assertEquals(4, names("splits").size());
    // Both methods of one fraction and seed have the same images.
    assertEquals(runs.splits.get(0), runs.splits.get(1));
  }

  @Test
  void labelsAreNestedAndTestImagesApart() throws IOException {
    compare(PLAN);
    final Map<Run, Split> splits = new HashMap<>();
    for (int i = 0; i < runs.done.size(); i++) {
      splits.put(runs.done.get(i), runs.splits.get(i));
    }
    final Set<Set<String>> tests = new HashSet<>();
    for (final long seed : PLAN.seeds()) {
      final Split few = splits.get(new Run(Method.DUO_SEGNET, 0.34, seed));
      final Split all = splits.get(new Run(Method.DUO_SEGNET, 1, seed));
      assertEquals(1, few.view1().size());
      assertEquals(5, all.view1().size());
      assertTrue(all.view1().containsAll(few.view1()));
      assertEquals(few.validation(), all.validation());
      assertEquals(3, all.unlabeled().size());
      assertEquals(3 + 4, few.unlabeled().size());
      for (final Split split : List.of(few, all)) {
        tests.add(new HashSet<>(split.test()));
        final List<String> seen = new ArrayList<>(split.view1());
        seen.addAll(split.validation());
        seen.addAll(split.unlabeled());
        assertTrue(Collections.disjoint(seen, split.test()));
        assertEquals(8 + 3 - 2, seen.size());
      }
    }
    assertEquals(1, tests.size());
  }

  @Test
  void allSplitsAreThereBeforeTheFirstRun() throws IOException {
    final RunExecution look =
        (run, split, output, following) -> {
          assertEquals(4, names("splits").size());
          return runs.execute(run, split, output, following);
        };
    MethodComparison.run(Comparisons.request(PLAN, folder), look, monitor);
    assertEquals(8, runs.done.size());
  }

  @Test
  void finishedRunsAreNotDoneAgainAndStayAsTheyAre() throws IOException {
    final RunExecution interrupted =
        (run, split, output, following) -> {
          if (runs.done.size() == 3) {
            Files.writeString(output.model(run).resolveSibling(".model.tmp"), "half a mod");
            throw new CancellationException();
          }
          return runs.execute(run, split, output, following);
        };
    assertThrows(
        CancellationException.class,
        () -> MethodComparison.run(Comparisons.request(PLAN, folder), interrupted, monitor));
    final String before = Files.readString(folder.resolve("runs.csv"));
    assertEquals(4, before.lines().count());
    final Map<String, String> splits = contents("splits");
    final Comparisons.Untrained later = new Comparisons.Untrained();
    MethodComparison.run(Comparisons.request(PLAN, folder), later, monitor);
    assertEquals(PLAN.runs().subList(3, 8), later.done);
    final String after = Files.readString(folder.resolve("runs.csv"));
    assertTrue(after.startsWith(before));
    assertEquals(9, after.lines().count());
    assertEquals(splits, contents("splits"));
    assertEquals(List.of(), names("models"), "what was left unfinished must go");
    assertTrue(
        monitor.messages.contains(
            "8 runs, 3 of them finished before; all are scored on the same 2 test images"));
    final Comparisons.Untrained none = new Comparisons.Untrained();
    MethodComparison.run(Comparisons.request(PLAN, folder), none, monitor);
    assertEquals(List.of(), none.done);
    assertEquals(after, Files.readString(folder.resolve("runs.csv")));
  }

  @Test
  void moreMethodsFractionsAndSeedsCanBeAdded() throws IOException {
    compare(PLAN);
    final Comparisons.Untrained more = new Comparisons.Untrained();
    final ComparisonPlan larger =
        ComparisonPlan.parse("Supervised U-Net,VAT,Duo-SegNet", "0.34,0.67,1", "1,2,3");
    MethodComparison.run(Comparisons.request(larger, folder), more, monitor);
    assertEquals(27 - 8, more.done.size());
    assertTrue(Collections.disjoint(more.done, PLAN.runs()));
  }

  @Test
  void splitFilesCountAsTheyAre() throws IOException {
    compare(PLAN);
    final Path file = folder.resolve("splits/1-seed-2.csv");
    final Split drawn = SplitFile.read(file);
    final String moved = drawn.view1().get(0);
    Files.writeString(
        file, Files.readString(file).replace(moved + ",labeled", moved + ",unlabeled"));
    Files.delete(folder.resolve("runs.csv"));
    runs.splits.clear();
    compare(PLAN);
    assertTrue(runs.splits.get(6).unlabeled().contains(moved));
    assertEquals(4, runs.splits.get(6).view1().size());
    // But test images are the same for all.
    Files.writeString(
        file,
        Files.readString(file)
            .replace(drawn.test().get(0) + ",test", drawn.test().get(0) + ",labeled"));
    refused("Split file '" + file.toAbsolutePath() + "' has other test images", PLAN);
  }

  @Test
  void rowsOfOtherSettingsAreNotMixed() throws IOException {
    compare(PLAN);
    final String before = Files.readString(folder.resolve("runs.csv"));
    final String start = "Output folder '" + folder + "' holds a comparison in which ";
    refused(
        start + "'settings.network.width' is 4, not 8; give another folder,",
        Comparisons.request(PLAN, Comparisons.settings().with("network.width", 8), 8, 3, folder));
    refused(
        start + "'settings.optimizer.learning_rate' is 0.001, not 0.02;",
        Comparisons.request(
            PLAN, Comparisons.settings().with("optimizer.learning_rate", 0.02), 8, 3, folder));
    refused(
        start + "'labeled_images' are 8, not 9, without 'labeled8';",
        Comparisons.request(PLAN, Comparisons.settings(), 9, 3, folder));
    refused(
        start + "'unlabeled_images' are 3, not 2, among them 'more2';",
        Comparisons.request(PLAN, Comparisons.settings(), 8, 2, folder));
    final MethodComparison.Request request = Comparisons.request(PLAN, folder);
    refused(
        start + "'test_images' are 2, not 1, among them '",
        new MethodComparison.Request(
            PLAN,
            request.settings(),
            request.labeled(),
            request.unlabeled(),
            request.test().subList(0, 1),
            "",
            folder,
            true));
    assertEquals(before, Files.readString(folder.resolve("runs.csv")));
    Files.writeString(folder.resolve("comparison.yaml"), "- no map");
    refused("File '" + folder.resolve("comparison.yaml") + "' is no settings file", PLAN);
    Files.delete(folder.resolve("comparison.yaml"));
    refused("Output folder '" + folder + "' has runs.csv but no comparison.yaml", PLAN);
    // What another machine had done and nobody has collected.
    Files.delete(folder.resolve("runs.csv"));
    final Path row = Files.writeString(folder.resolve("rows/x.csv"), "");
    refused(
        "Output folder '" + folder + "' has " + folder.relativize(row) + " but no comparison.yaml",
        PLAN);
    assertEquals(8, runs.done.size());
  }

  @Test
  void aRunThatFailsIsNotedAndTheOthersGoOn() throws IOException {
    final RunExecution failing =
        (run, split, output, following) -> {
          if (run.method() == Method.DUO_SEGNET && run.seed() == 1) {
            throw run.fraction() == 1
                ? new EngineException("Training diverged: loss is NaN, \"really\".")
                : new IllegalStateException();
          }
          return runs.execute(run, split, output, following);
        };
    final MethodComparison.Request request = Comparisons.request(PLAN, folder);
    final MethodComparison.Result result = MethodComparison.run(request, failing, monitor);
    assertEquals(6, runs.done.size());
    assertEquals(
        List.of("duo-segnet-0.34-seed-1", "duo-segnet-1-seed-1"),
        result.failures().keySet().stream().map(Run::name).toList());
    assertEquals(
        "method,fraction,seed,reason\n"
            + "Duo-SegNet,0.34,1,java.lang.IllegalStateException\n"
            + "Duo-SegNet,1,1,\"Training diverged: loss is NaN, \"\"really\"\".\"\n",
        Files.readString(folder.resolve("failed-runs.csv")));
    assertEquals(1, result.summary().rows().get(2).runs());
    assertEquals(List.of(Method.SUPERVISED), result.showcase().methods());
    // Another start tries again.
    runs.done.clear();
    final MethodComparison.Result again = compare(PLAN);
    assertEquals(
        List.of("duo-segnet-0.34-seed-1", "duo-segnet-1-seed-1"),
        runs.done.stream().map(Run::name).toList());
    assertFalse(Files.exists(folder.resolve("failed-runs.csv")));
    assertEquals(List.of(Method.SUPERVISED, Method.DUO_SEGNET), again.showcase().methods());
  }

  @Test
  void withoutAnyFinishedRunThereIsNothingToShow() throws IOException {
    final MethodComparison.Result result =
        MethodComparison.run(
            Comparisons.request(PLAN, folder),
            (run, split, output, following) -> {
              throw new EngineException("No.");
            },
            monitor);
    assertEquals(8, result.failures().size());
    assertEquals(List.of(), result.summary().rows());
    assertNull(result.showcase());
  }

  @Test
  void aFullDiskEndsTheComparison() {
    final RunExecution full =
        (run, split, output, following) -> {
          runs.done.add(run);
          throw new IOException("The disk is full.");
        };
    assertEquals(
        "The disk is full.",
        assertThrows(
                IOException.class,
                () -> MethodComparison.run(Comparisons.request(PLAN, folder), full, monitor))
            .getMessage());
    assertEquals(1, runs.done.size());
  }

  @Test
  void nobodyElseCanWriteToTheFolder() throws IOException {
    final RunExecution nested =
        (run, split, output, following) -> {
          refused("Output folder '" + folder + "' is in use by another comparison;", PLAN);
          return runs.execute(run, split, output, following);
        };
    MethodComparison.run(Comparisons.request(PLAN, folder), nested, monitor);
    assertEquals(8, runs.done.size());
    compare(PLAN); // free again
  }

  @Test
  void methodsThatNeedUnlabeledImagesAreLeftOutWithoutAny() throws IOException {
    MethodComparison.run(
        Comparisons.request(PLAN, Comparisons.settings(), 8, 0, folder), runs, monitor);
    assertEquals(
        List.of(
            "supervised-u-net-0.34-seed-1",
            "duo-segnet-0.34-seed-1",
            "supervised-u-net-1-seed-1",
            "supervised-u-net-0.34-seed-2",
            "duo-segnet-0.34-seed-2",
            "supervised-u-net-1-seed-2"),
        runs.done.stream().map(Run::name).toList());
    assertTrue(
        monitor.messages.contains(
            "Left out: Duo-SegNet, label fraction 1, seed 2, as no unlabeled image remains; give an"
                + " unlabeled_folder"),
        monitor.messages.toString());
  }

  @Test
  void progressCountsFinishedRunsAndTheirTime() throws IOException {
    compare(ComparisonPlan.parse("Supervised U-Net", "1", "1,2"));
    monitor.reports.clear();
    compare(PLAN);
    final ComparisonMonitor.Progress first = monitor.reports.get(0);
    assertEquals(3, first.number());
    assertEquals(8, first.runs());
    assertEquals("supervised-u-net-0.34-seed-1", first.run().name());
    // A minute for this one, and five at two minutes each.
    assertEquals(60 + 5 * 120, first.secondsLeft(), 1e-9);
  }

  @Test
  void cancelingEndsTheChecks() {
    monitor.canceled = true;
    assertThrows(CancellationException.class, () -> compare(PLAN));
    assertEquals(List.of(), runs.done);
  }

  private void refused(String start, ComparisonPlan plan) {
    refused(start, Comparisons.request(plan, folder));
  }

  private void refused(String start, MethodComparison.Request request) {
    final String message =
        assertThrows(IOException.class, () -> MethodComparison.run(request, runs, monitor))
            .getMessage();
    assertTrue(message.startsWith(start), message);
  }

  private List<String> names(String part) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(part))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Map<String, String> contents(String part) throws IOException {
    final Map<String, String> contents = new HashMap<>();
    for (final String name : names(part)) {
      contents.put(name, Files.readString(folder.resolve(part).resolve(name)));
    }
    return contents;
  }
}
