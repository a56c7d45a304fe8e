package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.duosegnet.engine.SegmentedPlane;

/**
 * The stacks that a segmentation makes: mask and confidence and, if asked for, each view's
 * probability and the critic's map. Closing before {@link #finish()} leaves no file.
 */
public final class SegmentationOutput implements AutoCloseable {

  /** Name of the mask's stack. */
  public static final String MASK = "mask";

  /** Name of the confidence's stack. */
  public static final String CONFIDENCE = "confidence";

  /** Name of the stack of view 1's probability. */
  public static final String VIEW_1 = "view1";

  /** Name of the stack of view 2's probability. */
  public static final String VIEW_2 = "view2";

  /** Name of the stack of the critic's map. */
  public static final String CRITIC = "critic";

  /** All names there can be. */
  static final List<String> NAMES = List.of(MASK, CONFIDENCE, VIEW_1, VIEW_2, CRITIC);

  private final Map<String, StackOutput> stacks = new LinkedHashMap<>();

  /**
   * @param source the segmented image
   * @param folder folder for {@code <title>-mask.tif} and the others, or null to keep all in memory
   * @param extras names of what is wanted besides mask and confidence: {@link #VIEW_1}, {@link
   *     #VIEW_2}, {@link #CRITIC}
   * @param overwrite whether files that exist may be replaced
   * @throws IOException if a file exists, or the folder cannot be written
   */
  public SegmentationOutput(ImagePlus source, Path folder, List<String> extras, boolean overwrite)
      throws IOException {
    final List<String> names = new ArrayList<>(List.of(MASK, CONFIDENCE));
    names.addAll(extras);
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
                    source, title, kind, file(source.getTitle(), folder, name), overwrite));
      }
    } catch (final IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Tells whether all files are there that a segmentation would write.
   *
   * @param title title of the image
   */
  public static boolean exist(String title, Path folder, List<String> extras) {
    final List<String> names = new ArrayList<>(List.of(MASK, CONFIDENCE));
    names.addAll(extras);
    return names.stream().allMatch(name -> Files.isRegularFile(file(title, folder, name)));
  }

  private static Path file(String title, Path folder, String name) {
    return folder.resolve(baseName(title) + "-" + name + ".tif");
  }

  /** Returns a title without extension and without characters that file names cannot have. */
  static String baseName(String title) {
    final String name =
        title
            .replaceAll("(?i)\\.(tiff?|png|jpe?g|gif|bmp|zip)$", "")
            .replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_");
    return name.isBlank() ? "image" : name;
  }

  /**
   * Adds the next plane to all stacks.
   *
   * @param plane its arrays belong to this output from now on; it has a critic's map if that is
   *     wanted
   */
  public void add(SegmentedPlane plane) throws IOException {
    for (final Map.Entry<String, StackOutput> entry : stacks.entrySet()) {
      entry.getValue().add(pixels(entry.getKey(), plane));
    }
  }

  private static Object pixels(String name, SegmentedPlane plane) {
    return switch (name) {
      case MASK -> plane.mask();
      case CONFIDENCE -> plane.confidence();
      case VIEW_1 -> plane.view1();
      case VIEW_2 -> plane.view2();
      case CRITIC -> plane.critic();
      default ->
          throw new IllegalArgumentException(
              "Stack '" + name + "' is not known; give one of " + NAMES + ".");
    };
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
