package sc.fiji.duosegnet.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.duosegnet.data.Scaling;
import sc.fiji.duosegnet.imagej.FolderSummary;
import sc.fiji.duosegnet.imagej.SegmentationStack;
import sc.fiji.duosegnet.zarr.Block;
import sc.fiji.duosegnet.zarr.ZarrOutput;
import sc.fiji.duosegnet.zarr.ZarrPlanes;

/** How far an OME-Zarr image is, as the driver knows it. */
final class ZarrImage {

  /** More halvings than any image has. */
  static final int MOST_LEVELS = 32;

  /** Java's arrays are not longer. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Something that may fail. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  private final int number;
  private final ImageInput input;
  private final SegmentationJob job;
  private final List<SegmentationStack> stacks = new ArrayList<>();
  private final Map<Integer, Scaling> scalings = new HashMap<>();
  private ZarrPlanes planes;
  private ZarrWork.Survey survey;
  private boolean complete = true;
  private long pixels;
  private long foreground;
  private double confidence;
  private double seconds;
  private String problem;

  ZarrImage(int number, ImageInput input, SegmentationJob job) {
    this.number = number;
    this.input = input;
    this.job = job;
  }

  int number() {
    return number;
  }

  ImageInput input() {
    return input;
  }

  /** Does something, or remembers why it could not be done. */
  void attempt(Step step) {
    try {
      step.run();
    } catch (final IOException | RuntimeException e) {
      fail(ZarrTasks.sentence(e));
    }
  }

  private void fail(String sentence) {
    if (problem == null) {
      problem = sentence;
    }
  }

  /** Tells whether there is still something to do. */
  boolean isOpen() {
    return problem == null && !stacks.isEmpty();
  }

  /** Opens the image and makes the folders of the results that are not there. */
  void prepare(String identity) throws IOException {
    for (final SegmentationStack stack : job.wantedInOrder()) {
      if (job.overwrite() || !ZarrOutput.exists(ZarrSource.target(input, stack))) {
        stacks.add(stack);
      }
    }
    if (!stacks.isEmpty()) {
      planes = ZarrPlanes.open(Path.of(input.file()));
      for (final SegmentationStack stack : stacks) {
        ZarrOutput.prepare(
            ZarrSource.target(input, stack), planes.image(), ZarrSource.type(stack), identity);
      }
    }
  }

  void set(ZarrWork.Survey found) {
    survey = found;
    if (found.problem() != null) {
      fail(found.problem());
    }
  }

  void set(ZarrWork.PlaneScaling found) {
    if (found.problem() != null) {
      fail(found.problem());
    } else {
      scalings.put(found.plane(), found.scaling());
    }
  }

  Scaling scaling(int plane) {
    return scalings.get(plane);
  }

  /**
   * Adds what a block gave.
   *
   * @param level its array of the pyramid
   */
  void add(int level, ZarrWork.Segmented result) {
    if (result.problem() != null) {
      fail(result.problem());
    }
    // Another attempt at the task may have written the block, and its figures are lost then.
    complete = complete && (level > 0 || result.pixels() > 0);
    pixels += result.pixels();
    foreground += result.foreground();
    confidence += result.confidence();
    seconds += result.seconds();
  }

  /** Returns what is left to do at a level; nothing if the pyramid has no such level. */
  List<ZarrWork.Piece> pieces(int level) throws IOException {
    final List<ZarrOutput> outputs = ZarrSource.outputs(input, stacks);
    final List<ZarrWork.Piece> pieces = new ArrayList<>();
    if (level >= outputs.get(0).levels()) {
      return pieces;
    }
    // Planes that are scaled are done whole, as pixels at a block's border see beyond it.
    final boolean scaled = survey.factorX() != 1 || survey.factorY() != 1;
    final boolean whole = scaled && level == 0;
    final long limit = whole ? Long.MAX_VALUE : job.blockPixels();
    for (final Block block : outputs.get(0).blocks(level, limit)) {
      if (whole) {
        checkArray(block);
      }
      if (outputs.stream().allMatch(output -> output.has(level, block))) {
        complete = complete && level > 0;
      } else {
        pieces.add(new ZarrWork.Piece(number, input, level, block, stacks, null, survey));
      }
    }
    return pieces;
  }

  /** A task holds a block's pixels in one array, and chunks can't be written plane by plane. */
  private void checkArray(Block block) throws IOException {
    final int count = planes(block).size();
    final long all = (long) planes.width() * planes.height() * count;
    if (all > LONGEST_ARRAY) {
      throw new IOException(
          "Image '"
              + input.name()
              + "' has chunks of "
              + count
              + (count == 1 ? " plane of " : " planes of ")
              + planes.width()
              + "x"
              + planes.height()
              + " pixels, and with match_pixel_size=true a task holds these "
              + all
              + " pixels, of which "
              + LONGEST_ARRAY
              + " are possible; store it in chunks of fewer planes or give smaller images, or"
              + " match_pixel_size=false.");
    }
  }

  /** Tells whether a block at full size is made of whole planes. */
  boolean isWhole(Block block) {
    final int x = block.size().length - 1;
    return block.size()[x] == planes.width() && block.size()[x - 1] == planes.height();
  }

  /** Returns the numbers of a block's planes. */
  List<Integer> planes(Block block) {
    return BlockTask.planes(planes.image(), planes.slices(), block);
  }

  /** Gives the results their names. */
  void finish() throws IOException {
    for (final SegmentationStack stack : stacks) {
      ZarrOutput.open(ZarrSource.target(input, stack)).finish();
    }
  }

  /** Leaves no folders of an image for which nothing could be done. */
  void discardEmpty() throws IOException {
    if (problem != null) {
      for (final SegmentationStack stack : stacks) {
        ZarrOutput.discardEmpty(ZarrSource.target(input, stack));
      }
    }
  }

  /** Returns the row of the report; figures only if all blocks were segmented now. */
  FolderSummary.Row row() {
    if (problem != null) {
      return FolderSummary.Row.failed(input.name(), problem);
    }
    if (stacks.isEmpty()) {
      return FolderSummary.Row.skipped(input.name());
    }
    return FolderSummary.Row.done(
        input.name(),
        planes.planes(),
        complete ? 100.0 * foreground / pixels : Double.NaN,
        complete ? confidence / pixels : Double.NaN,
        seconds);
  }
}
