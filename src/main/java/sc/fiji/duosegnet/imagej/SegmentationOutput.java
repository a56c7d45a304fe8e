package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import sc.fiji.duosegnet.engine.RowConsumer;
import sc.fiji.duosegnet.engine.SegmentedPlane;

/**
 * The stacks that a segmentation makes of one image. Closing before {@link #finish()} leaves no
 * file.
 */
public final class SegmentationOutput implements RowConsumer, AutoCloseable {

  private final Map<SegmentationStack, StackOutput> stacks = new EnumMap<>(SegmentationStack.class);

  /**
   * @param source the segmented image
   * @param folder folder for {@code <title>-mask.tif} and the others, or null to keep all in memory
   * @param wanted which stacks are made
   * @param overwrite whether files that exist may be replaced
   * @throws IOException if a file exists, or the folder cannot be written
   */
  public SegmentationOutput(
      ImagePlus source, Path folder, Set<SegmentationStack> wanted, boolean overwrite)
      throws IOException {
    try {
      for (final SegmentationStack stack : wanted) {
        final String title = baseName(source.getTitle()) + "-" + stack.key();
        stacks.put(
            stack,
            folder == null
                ? StackOutput.inMemory(source, title, stack.kind())
                : StackOutput.toFile(
                    source,
                    title,
                    stack.kind(),
                    file(source.getTitle(), folder, stack),
                    overwrite));
      }
    } catch (final IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Returns the stacks whose files are not there yet. A link counts as a file, wherever it leads; a
   * folder of a file's name does not, so that writing the file says what is in its way.
   *
   * @param title title of the image
   */
  public static Set<SegmentationStack> missing(
      String title, Path folder, Set<SegmentationStack> wanted) {
    final Set<SegmentationStack> missing = EnumSet.noneOf(SegmentationStack.class);
    for (final SegmentationStack stack : wanted) {
      final Path file = file(title, folder, stack);
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(file)) {
        missing.add(stack);
      }
    }
    return missing;
  }

  private static Path file(String title, Path folder, SegmentationStack stack) {
    return folder.resolve(baseName(title) + "-" + stack.key() + ".tif");
  }

  /** Returns a title without extension and without characters that file names cannot have. */
  public static String baseName(String title) {
    final String name =
        title
            .replaceAll("(?i)(\\.ome)?\\.zarr$|\\.(tiff?|png|jpe?g|gif|bmp|zip)$", "")
            .replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_");
    return name.isBlank() ? "image" : name;
  }

  /**
   * Adds rows of the running plane to all stacks, or the whole plane.
   *
   * @param rows have a critic's map if that is wanted
   * @throws UncheckedIOException if a file can't be written
   */
  @Override
  public void accept(SegmentedPlane rows) {
    try {
      for (final Map.Entry<SegmentationStack, StackOutput> entry : stacks.entrySet()) {
        entry.getValue().add(entry.getKey().pixels(rows));
      }
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void restart() {
    stacks.values().forEach(StackOutput::restartPlane);
  }

  /**
   * Ends all stacks; those with a folder are now there as files.
   *
   * @return the images, not shown
   */
  public Map<SegmentationStack, ImagePlus> finish() throws IOException {
    final Map<SegmentationStack, ImagePlus> images = new EnumMap<>(SegmentationStack.class);
    for (final Map.Entry<SegmentationStack, StackOutput> entry : stacks.entrySet()) {
      images.put(entry.getKey(), entry.getValue().finish());
    }
    return images;
  }

  @Override
  public void close() throws IOException {
    for (final StackOutput stack : stacks.values()) {
      stack.close();
    }
  }
}
