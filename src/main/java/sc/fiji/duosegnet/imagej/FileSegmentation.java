package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import sc.fiji.duosegnet.model.PixelSize;

/**
 * Segments image files one by one, and says of each what became of it.
 *
 * @param label name of the command, for messages
 * @param channels which channels of the images, such as {@code 1,3}; blank for all
 * @param wanted stacks to make
 * @param overwrite whether results that are there already are made anew; if not, only those that
 *     are missing are made
 */
public record FileSegmentation(
    String label, String channels, Set<SegmentationStack> wanted, boolean overwrite) {

  /** Copies the set. */
  public FileSegmentation {
    wanted = Set.copyOf(wanted);
  }

  /**
   * Segments a file, all its series if it has several; planes are read one by one where the format
   * allows.
   *
   * @param file the file
   * @param name what the row calls it
   * @param kept folder of its results, where those may be that are not to be made again
   * @param target folder that results are written to, which may be another one
   * @param model the model
   * @param warning takes one sentence where something is doubtful
   * @param canceled asked some times a second
   * @return done, skipped or failed; never throws for what is wrong with the file
   * @throws CancellationException if canceled
   */
  public FolderSummary.Row segment(
      Path file,
      String name,
      Path kept,
      Path target,
      SegmentationModel model,
      Consumer<String> warning,
      BooleanSupplier canceled) {
    final long start = System.nanoTime();
    try {
      if (missing(file.toFile().getName(), kept).isEmpty()) {
        return FolderSummary.Row.skipped(name);
      }
      final List<ImagePlus> series = ImageFiles.openSeries(file);
      final Sums sums = new Sums();
      for (final ImagePlus opened : series) {
        final Set<SegmentationStack> missing = missing(opened.getTitle(), kept);
        if (!missing.isEmpty()) {
          final ImagePlus image = ImagePart.of(opened, channels, null);
          try (SegmentationOutput stacks =
              new SegmentationOutput(image, target, missing, overwrite)) {
            segment(image, stacks, model, warning, canceled, sums);
          }
        }
      }
      return sums.planes == 0
          ? FolderSummary.Row.skipped(name)
          : FolderSummary.Row.done(
              name,
              sums.planes,
              100 * sums.foreground / sums.planes,
              sums.confidence / sums.planes,
              (System.nanoTime() - start) / 1e9);
    } catch (final CancellationException e) {
      throw e;
    } catch (final IOException | RuntimeException | OutOfMemoryError e) {
      return FolderSummary.Row.failed(name, Failures.sentence(label, e));
    }
  }

  private Set<SegmentationStack> missing(String title, Path kept) {
    return overwrite ? wanted : SegmentationOutput.missing(title, kept, wanted);
  }

  /** Over the planes of a file. */
  private static final class Sums {
    private int planes;
    private double foreground;
    private double confidence;
  }

  private void segment(
      ImagePlus image,
      SegmentationOutput stacks,
      SegmentationModel model,
      Consumer<String> warning,
      BooleanSupplier canceled,
      Sums sums)
      throws IOException {
    final ImagePlusAdapter planes = new ImagePlusAdapter(image);
    final PixelSize.Factor factor = model.fit(image, warning);
    for (int plane = 0; plane < planes.planes(); plane++) {
      final SummedRows rows = new SummedRows(stacks);
      model.segment(planes.plane(plane), factor, rows, canceled);
      sums.planes++;
      sums.foreground += rows.foreground();
      sums.confidence += rows.confidence();
    }
    if (canceled.getAsBoolean()) {
      throw new CancellationException(label + " was canceled.");
    }
    stacks.finish();
  }
}
