package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.duosegnet.engine.SegmentedPlane;

/**
 * The stacks that a segmentation makes: mask and confidence and, if asked for, each view's
 * probability. Closing before {@link #finish()} leaves no file.
 */
public final class SegmentationOutput implements AutoCloseable {

  /** Name of the mask's stack. */
  public static final String MASK = "mask";

  /** Name of the confidence's stack. */
  public static final String CONFIDENCE = "confidence";

  static final String VIEW_1 = "view1";
  static final String VIEW_2 = "view2";

  private final Map<String, StackOutput> stacks = new LinkedHashMap<>();

  /**
   * @param source the segmented image
   * @param folder folder for {@code <title>-mask.tif} and the others, or null to keep all in memory
   * @param views whether each view's probability is wanted as well
   * @param overwrite whether files that exist may be replaced
   * @throws IOException if a file exists, or the folder cannot be written
   */
  public SegmentationOutput(ImagePlus source, Path folder, boolean views, boolean overwrite)
      throws IOException {
    final List<String> names = new ArrayList<>(List.of(MASK, CONFIDENCE));
    if (views) {
      names.addAll(List.of(VIEW_1, VIEW_2));
    }
    try {
      for (final String name : names) {
        final StackOutput.Pixels kind =
            name.equals(MASK) ? StackOutput.Pixels.MASK : StackOutput.Pixels.FRACTION;
        final String title = baseName(source.getTitle()) + "-" + name;
        stacks.put(
            name,
            folder == null
                ? StackOutput.inMemory(source, title, kind)
                : StackOutput.toFile(
                    source, title, kind, folder.resolve(title + ".tif"), overwrite));
      }
    } catch (final IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Returns a title without extension and without characters that file names cannot have. */
  static String baseName(String title) {
    final String name =
        title
            .replaceAll("(?i)\\.(tiff?|png|jpe?g|gif|bmp|zip)$", "")
            .replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_");
    return name.isBlank() ? "image" : name;
  }

  /** Adds the next plane to all stacks. */
  public void add(SegmentedPlane plane) throws IOException {
    stacks.get(MASK).add(plane.mask());
    stacks.get(CONFIDENCE).add(plane.confidence());
    if (stacks.containsKey(VIEW_1)) {
      stacks.get(VIEW_1).add(plane.view1());
      stacks.get(VIEW_2).add(plane.view2());
    }
  }

  /**
   * Ends all stacks; those with a folder are now there as files.
   *
   * @return the images, not shown, by name
   */
  public Map<String, ImagePlus> finish() throws IOException {
    final Map<String, ImagePlus> images = new LinkedHashMap<>();
    for (final Map.Entry<String, StackOutput> entry : stacks.entrySet()) {
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
