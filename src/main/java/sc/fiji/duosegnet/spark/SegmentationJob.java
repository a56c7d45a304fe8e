package sc.fiji.duosegnet.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import sc.fiji.duosegnet.engine.SegmenterOptions;
import sc.fiji.duosegnet.imagej.SegmentationStack;
import sc.fiji.duosegnet.model.Sha256;

/**
 * What all tasks of a segmentation have in common. Paths are absolute.
 *
 * @param input folder of images, OME-Zarr image, or text file with one path on each line
 * @param pattern which names in a folder count; blank for all
 * @param recursive whether subfolders count
 * @param model model file
 * @param output folder of the results
 * @param channels which channels are taken; blank for all
 * @param outputs names of the results, as for the commands
 * @param tileSize width and height of tiles; 0 for the model's own
 * @param precision name of the precision; blank for single precision
 * @param matchPixelSize whether images are scaled to the model's pixel size
 * @param overwrite whether results that are there are made anew
 * @param blockSize width and height in pixels of the parts of a large plane that are a task each;
 *     rounded to whole chunks
 */
record SegmentationJob(
    String input,
    String pattern,
    boolean recursive,
    String model,
    String output,
    String channels,
    String outputs,
    int tileSize,
    String precision,
    boolean matchPixelSize,
    boolean overwrite,
    int blockSize)
    implements Serializable {

  /** Costs half as many tiles again at most; results take 0.3 GB of heap for each plane. */
  static final int BLOCK_SIZE = 4096;

  private static final Set<String> KEYS =
      Set.of(
          "input",
          "pattern",
          "recursive",
          "model",
          "output",
          "channels",
          "outputs",
          "tile_size",
          "precision",
          "match_pixel_size",
          "overwrite",
          "block_size");

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException in one sentence, if one is missing or wrong
   */
  static SegmentationJob of(String[] arguments) {
    final JobArguments given = new JobArguments(arguments, KEYS);
    final SegmentationJob job =
        new SegmentationJob(
            given.path("input", "a folder of images, an OME-Zarr image, or a list of paths"),
            given.text("pattern", ""),
            given.isTrue("recursive"),
            given.file("model", "the file of a trained model"),
            given.path("output", "the folder for the results"),
            given.text("channels", ""),
            given.text("outputs", SegmentationStack.USUAL),
            given.number("tile_size", 0, 0),
            given.text("precision", ""),
            given.isTrue("match_pixel_size"),
            given.isTrue("overwrite"),
            given.number("block_size", BLOCK_SIZE, 1));
    job.wanted();
    job.options(0);
    return job;
  }

  /** Returns the results that are made. */
  Set<SegmentationStack> wanted() {
    return SegmentationStack.parse("outputs", outputs);
  }

  /** Returns how a task with some threads segments. */
  SegmenterOptions options(int threads) {
    return SegmenterOptions.of(tileSize, precision, threads);
  }

  /** Returns the results in a fixed order. */
  List<SegmentationStack> wantedInOrder() {
    return wanted().stream().sorted().toList();
  }

  /** Returns the pixels that a block may have. */
  long blockPixels() {
    return (long) blockSize * blockSize;
  }

  /** Returns one line of all that the pixels of results follow from, apart from the image. */
  String identity() throws IOException {
    final MessageDigest digest = Sha256.digest();
    digest.update(Files.readAllBytes(Path.of(model)));
    return "model "
        + Sha256.hex(digest).substring(0, 16)
        + ", tile_size="
        + tileSize
        + ", precision="
        + options(0).precision()
        + ", match_pixel_size="
        + matchPixelSize
        + ", channels="
        + channels
        + ", critic="
        + wanted().contains(SegmentationStack.CRITIC); // decides how tiles overlap
  }
}
