package sc.fiji.duosegnet.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.model.LabelSplit;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Whatever can be known before the first training is told before it, in one sentence. */
class ComparisonBadInputTest {

  private static final String METHODS = "Supervised U-Net,Duo-SegNet";

  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("results");
  }

  private MethodComparison.Request request(String fractions, int labeled) {
    return Comparisons.request(
        ComparisonPlan.parse(METHODS, fractions, "1"),
        Comparisons.settings(),
        labeled,
        3,
        folder());
  }

  @Test
  void fractionsMustLeaveEnoughImages() {
    refused(
        request("0.2,1", 8),
        "Input 'label_fractions' has 0.2, which is 1 of the 6 images with masks that are not held"
            + " out for testing; give 0.334 or more, so that there is one to train on and one for"
            + " validation.");
    final TrainingSettings disjoint =
        Comparisons.settings().with("sampling.label_split", LabelSplit.DISJOINT);
    refused(
        Comparisons.request(ComparisonPlan.parse(METHODS, "0.34", "1"), disjoint, 8, 3, folder()),
        "Input 'label_fractions' has 0.34, which is 2 of the 6 images with masks that are not held"
            + " out for testing; give 0.500 or more, so that there is one to train on for each view"
            + " and one for validation.");
    refused(
        request("0.34,0.4", 8),
        "Input 'label_fractions' has 0.34 and 0.4, which both are 2 of the 6 images with masks that"
            + " are not held out for testing; leave one of them out.");
    refused(
        request("1", 2),
        "There are 2 images with masks, of which 1 are held out for testing; give more or hold out fewer, so that at"
            + " least 2 remain for training and validation.");
  }

  @Test
  void theRemedyWorks() throws Exception {
    final Comparisons.Untrained runs = new Comparisons.Untrained();
    MethodComparison.run(request("0.334", 8), runs, new Comparisons.Monitor());
    assertEquals(2, runs.done.size());
  }

  @Test
  void testImagesMustBeThereAndHaveMasks() {
    final MethodComparison.Request request = request("1", 8);
    refused(
        with(request, request.labeled(), List.of("labeled1", "other")),
        "Test image 'other' is not among the 8 images with masks; correct its name in the split"
            + " file.");
    refused(with(request, request.labeled(), List.of()), "No image is held out for testing;");
  }

  @Test
  void allImagesAreLookedAtFirstTestImagesToo() {
    final MethodComparison.Request request = request("1", 8);
    final List<Sample> labeled = new ArrayList<>(request.labeled());
    final int place = Integer.parseInt(request.test().get(0).replace("labeled", ""));
    labeled.set(
        place,
        Sample.of("labeled" + place, labeled.get(place).image(), ArrayImgs.unsignedBytes(10, 10)));
    refused(
        with(request, labeled, request.test()),
        "Image 'labeled" + place + "' is 64x64 pixels, its mask 10x10;");
  }

  @Test
  void emptyMasksAreToldWithTheSplitThatHasThem() {
    final MethodComparison.Request request = request("1", 8);
    final String message = refusal(with(request, emptied(request, false), request.test()));
    assertEquals(
        "Split 1-seed-1 can't be trained on: All 5 masks of the training images are empty; annotate"
            + " at least one object, or give other seeds, label_fractions or a test_split.",
        message);
  }

  /** As where a run of a stack's planes lies beyond all objects: all scores would be 0 or 1. */
  @Test
  void testImagesWithoutAnyObjectAreRefused() {
    final MethodComparison.Request request = request("1", 8);
    assertEquals(
        "The masks of all 2 test images are empty, so that they tell nothing; give another"
            + " test_fraction, or a test_split with images that show objects.",
        refusal(with(request, emptied(request, true), request.test())));
  }

  /** Returns the labeled images with empty masks for the test images, or for all others. */
  private static List<Sample> emptied(MethodComparison.Request request, boolean test) {
    final List<Sample> samples = new ArrayList<>();
    for (final Sample sample : request.labeled()) {
      samples.add(
          request.test().contains(sample.name()) == test
              ? Sample.of(sample.name(), sample.image(), ArrayImgs.unsignedBytes(64, 64))
              : sample);
    }
    return samples;
  }

  @Test
  void settingsMustFitAllMethods() {
    final TrainingSettings single = Comparisons.settings().with("method", "SUPERVISED");
    refused(
        Comparisons.request(
            ComparisonPlan.parse("Supervised U-Net,Deep Co-training", "1", "1"),
            single.with("network.views", 1),
            8,
            3,
            folder()),
        "Setting 'network.views' is 1; Deep Co-training needs 2.");
  }

  @Test
  void withoutAnyMethodThatCanBeTrainedThereIsNoComparison() {
    final String message =
        refusal(
            Comparisons.request(
                ComparisonPlan.parse("Duo-SegNet", "1", "1"),
                Comparisons.settings(),
                8,
                0,
                folder()));
    assertTrue(message.startsWith("No method can be trained, as all need unlabeled images"));
  }

  private static MethodComparison.Request with(
      MethodComparison.Request request, List<Sample> labeled, List<String> test) {
    return new MethodComparison.Request(
        request.plan(),
        request.settings(),
        labeled,
        request.unlabeled(),
        test,
        "",
        request.folder(),
        true);
  }

  private void refused(MethodComparison.Request request, String start) {
    final String message = refusal(request);
    assertTrue(message.startsWith(start), message);
    assertTrue(Files.notExists(folder()), "nothing may be written");
  }

  private static String refusal(MethodComparison.Request request) {
    final Comparisons.Untrained runs = new Comparisons.Untrained();
    final String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> MethodComparison.run(request, runs, new Comparisons.Monitor()))
            .getMessage();
    assertEquals(List.of(), runs.done);
    return message;
  }
}
