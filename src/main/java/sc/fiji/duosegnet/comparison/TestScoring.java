package sc.fiji.duosegnet.comparison;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import sc.fiji.duosegnet.data.Csv;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.WholeFile;
import sc.fiji.duosegnet.engine.SegmentedPlane;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.engine.SegmenterOptions;
import sc.fiji.duosegnet.metrics.Confusion;
import sc.fiji.duosegnet.model.ModelDescription;

/** Scores the model of a run on the test images, and keeps their masks and each image's Dice. */
final class TestScoring {

  static final List<String> HEADER = List.of("image", "dice", "dice_1", "dice_2");

  private final ComparisonFolder folder;
  private final Run run;
  private final BooleanSupplier canceled;
  private final StringBuilder scores = new StringBuilder();

  private TestScoring(ComparisonFolder folder, Run run, BooleanSupplier canceled) {
    this.folder = folder;
    this.run = run;
    this.canceled = canceled;
  }

  /**
   * Segments and scores all test images.
   *
   * @param test test images with masks
   * @param canceled polled some times a second
   * @throws IOException if a file can't be read or written
   * @throws java.util.concurrent.CancellationException soon after {@code canceled} says so
   */
  static TestScores score(
      ComparisonFolder folder, Run run, List<Sample> test, int threads, BooleanSupplier canceled)
      throws IOException {
    final TestScoring scoring = new TestScoring(folder, run, canceled);
    Csv.append(scoring.scores, HEADER);
    final TestScores tested;
    try (Segmenter segmenter =
        Segmenter.open(folder.model(run), SegmenterOptions.of(0, "", threads))) {
      tested = TestScores.of(sample -> scoring.segment(segmenter, sample), test);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    WholeFile.write(folder.scores(run), scoring.scores.toString());
    return tested;
  }

  private SegmentedPlane segment(Segmenter segmenter, Sample sample) {
    final SegmentedPlane plane = segmenter.segment(sample.image(), canceled);
    Csv.append(
        scores,
        List.of(
            sample.name(),
            dice(plane.probability(), sample),
            dice(plane.view1(), sample),
            dice(plane.view2(), sample)));
    try {
      final Path file = folder.mask(run, sample.name());
      Files.createDirectories(file.resolveSibling("."));
      WholeFile.write(file, png(plane));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return plane;
  }

  private static String dice(float[] probability, Sample sample) {
    return RunRow.number(
        Confusion.of(probability, sample.mask(), ModelDescription.THRESHOLD).dice());
  }

  /** An 8-bit gray picture, 0 and 255. */
  private static byte[] png(SegmentedPlane plane) throws IOException {
    final BufferedImage picture =
        new BufferedImage(plane.width(), plane.height(), BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, plane.width(), plane.height(), plane.mask());
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }
}
