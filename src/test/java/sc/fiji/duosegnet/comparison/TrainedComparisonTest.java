package sc.fiji.duosegnet.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.SilentMonitor;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.ModelFile;

/** Comparisons that really train. */
class TrainedComparisonTest {

  private static final ComparisonPlan PLAN =
      ComparisonPlan.parse("Supervised U-Net,Duo-SegNet", "0.34", "1");

  @TempDir Path folder;

  @Test
  void aDivergedRunIsNotedAndTheOtherIsScoredOnTheTestImages() throws Exception {
    // Only Duo-SegNet has a critic: with these rates its losses are no numbers after a few steps.
    final MethodComparison.Request request =
        Comparisons.request(
            PLAN,
            Comparisons.settings()
                .with("iterations", 8)
                .with("optimizer.critic_learning_rate", 10.0)
                .with("losses.adversarial", 1000.0)
                .with("losses.adversarial_ramp", 0.0),
            8,
            3,
            folder);
    final MethodComparison.Result result = MethodComparison.run(request, new Comparisons.Monitor());
    final Run diverged = new Run(Method.DUO_SEGNET, 0.34, 1);
    assertEquals(List.of(diverged), List.copyOf(result.failures().keySet()));
    assertTrue(result.failures().get(diverged).startsWith("Training diverged: loss 'total' is "));

    final RunRow row =
        new RunTable(folder.resolve("runs.csv")).rows().stream().findFirst().orElseThrow();
    assertEquals(new Run(Method.SUPERVISED, 0.34, 1), row.run());
    assertEquals(
        List.of(2, 1, 0, 2, 8),
        List.of(row.labeled(), row.validation(), row.unlabeled(), row.test(), row.iterations()));
    checkScores(request, row);
  }

  /** Scores worked out pixel by pixel from the model that was kept. */
  private void checkScores(MethodComparison.Request request, RunRow row) throws Exception {
    final Path model = folder.resolve("models/supervised-u-net-0.34-seed-1" + ModelFile.EXTENSION);
    double common = 0;
    double sum = 0;
    double wrong = 0;
    double imageDice = 0;
    double view1 = 0;
    double view1Sum = 0;
    try (Segmenter segmenter = Segmenter.open(model, 0, 2)) {
      assertEquals(1, segmenter.description().settings().seed());
      for (final Sample sample : request.labeled()) {
        if (!request.test().contains(sample.name())) {
          continue;
        }
        final var plane = segmenter.segment(sample.image(), () -> false);
        final byte[] mask = plane.mask();
        final BufferedImage kept =
            ImageIO.read(
                folder
                    .resolve("masks/supervised-u-net-0.34-seed-1/" + sample.name() + ".png")
                    .toFile());
        final var truth = sample.mask().randomAccess();
        double both = 0;
        double either = 0;
        for (int i = 0; i < mask.length; i++) {
          truth.setPosition(new int[] {i % Comparisons.SIZE, i / Comparisons.SIZE});
          final boolean wanted = truth.get().getRealDouble() > 0;
          final boolean found = mask[i] != 0;
          both += wanted && found ? 1 : 0;
          either += (wanted ? 1 : 0) + (found ? 1 : 0);
          wrong += wanted == found ? 0 : 1;
          final boolean alone = plane.view1()[i] > 0.5;
          view1 += wanted && alone ? 1 : 0;
          view1Sum += (wanted ? 1 : 0) + (alone ? 1 : 0);
          assertEquals(
              found ? 255 : 0,
              kept.getRaster().getSample(i % Comparisons.SIZE, i / Comparisons.SIZE, 0));
        }
        common += both;
        sum += either;
        imageDice += 2 * both / either / request.test().size();
        final String line = sample.name() + "," + RunRow.number(2 * both / either) + ",";
        assertTrue(
            Files.readString(folder.resolve("scores/supervised-u-net-0.34-seed-1.csv"))
                .contains(line),
            line);
      }
    }
    assertEquals(2 * common / sum, row.mean().dicePooled(), 1e-6);
    assertEquals(imageDice, row.mean().diceImage(), 1e-6);
    assertEquals(
        100 * wrong / (2 * Comparisons.SIZE * Comparisons.SIZE), row.mean().maePercent(), 1e-6);
    assertEquals(2 * view1 / view1Sum, row.view1().dicePooled(), 1e-6);
    assertEquals(common / (sum - common), row.measures().jaccardPooled(), 1e-6);
  }

  /** Hours may be in a model whose test images are being segmented. */
  @Test
  void aRunThatIsInterruptedWhileItIsScoredNeedNotTrainAgain() throws Exception {
    final ComparisonPlan plan = ComparisonPlan.parse("Supervised U-Net", "1", "1");
    final MethodComparison.Request request = Comparisons.request(plan, folder);
    final Path model = folder.resolve("models/supervised-u-net-1-seed-1" + ModelFile.EXTENSION);
    final Comparisons.Monitor scoring =
        new Comparisons.Monitor() {
          @Override
          public boolean canceled() {
            return Files.exists(model);
          }
        };
    assertThrows(CancellationException.class, () -> MethodComparison.run(request, scoring));
    assertFalse(Files.exists(folder.resolve("runs.csv")));
    final Comparisons.Monitor again = new Comparisons.Monitor();
    final MethodComparison.Result result = MethodComparison.run(request, again);
    assertTrue(
        again.messages.stream().anyMatch(line -> line.startsWith("Going on after iteration 3,")),
        again.messages.toString());
    assertEquals(1, result.summary().rows().get(0).runs());
    try (var files = Files.list(model.getParent())) {
      assertEquals(List.of(model), files.filter(Files::isRegularFile).toList());
    }
  }

  /** Else a line that is taken out of runs.csv, to have its run done again, would come back. */
  @Test
  void rowsOfOtherMachinesGoWhenTheyAreCollected() throws Exception {
    final ComparisonPlan plan = ComparisonPlan.parse("Supervised U-Net", "1", "1");
    final MethodComparison.Request request = Comparisons.request(plan, folder);
    final List<Run> done = new ArrayList<>();
    final RunsElsewhere elsewhere =
        runs -> {
          done.addAll(runs);
          return runs.stream()
              .map(run -> MethodComparison.runShared(request, run, new SilentMonitor()))
              .toList();
        };
    for (int times = 1; times <= 2; times++) {
      MethodComparison.run(request, elsewhere, new Comparisons.Monitor());
      assertEquals(times, done.size());
      try (var files = Files.list(folder.resolve("rows"))) {
        assertEquals(List.of(), files.toList());
      }
      Files.delete(folder.resolve("runs.csv"));
    }
  }

  @Test
  void modelsGoIfTheyAreNotToBeKept() throws Exception {
    final MethodComparison.Request request = Comparisons.request(PLAN, folder);
    final MethodComparison.Result result =
        MethodComparison.run(
            new MethodComparison.Request(
                PLAN,
                request.settings(),
                request.labeled(),
                request.unlabeled(),
                request.test(),
                "Synthetic nuclei.",
                folder,
                false),
            new Comparisons.Monitor());
    assertEquals(Map.of(), result.failures());
    try (var files = Files.list(folder.resolve("models"))) {
      assertEquals(List.of(), files.toList());
    }
    // All that is shown can be shown without them.
    assertEquals(List.of(Method.SUPERVISED, Method.DUO_SEGNET), result.showcase().methods());
    assertEquals(2, result.showcase().images().size());
  }
}
