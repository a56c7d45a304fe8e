package sc.fiji.duosegnet.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;

/** Images as inputs and outputs of commands. */
public final class Images {

  private Images() {}

  /**
   * Checks an image input. With no image open, Fiji hands over null or an image without pixels.
   *
   * @return the image
   * @throws IllegalArgumentException if there is no image
   */
  public static ImagePlus need(String input, ImagePlus image) {
    if (image == null || image.getWidth() <= 0 || image.getHeight() <= 0) {
      throw new IllegalArgumentException(
          "Input '" + input + "' is missing; open the image and give its title.");
    }
    return image;
  }

  /**
   * Shows a result in a window or, without a display, makes it known to the running macro. It gets
   * a title that no other open image has, so that macros and dialogs find this one by it.
   */
  public static void show(ImagePlus image) {
    if (!GraphicsEnvironment.isHeadless() || IJ.isMacro() || Interpreter.isBatchMode()) {
      image.setTitle(OpenImages.freeTitle(image.getTitle()));
      image.show();
    }
  }

  /**
   * Checks that two images are of one size.
   *
   * @param role what the image is, as the beginning of a sentence
   * @param otherRole what the other one is
   * @throws IllegalArgumentException if width, height or the number of planes differ
   */
  public static void checkSize(String role, ImagePlus image, String otherRole, ImagePlus other) {
    final String wanted = size(other);
    final String found = size(image);
    if (!found.equals(wanted)) {
      throw new IllegalArgumentException(
          role
              + " '"
              + image.getTitle()
              + "' is "
              + found
              + " but "
              + otherRole
              + " '"
              + other.getTitle()
              + "' is "
              + wanted
              + "; give images of the same width, height and number of slices.");
    }
  }

  private static String size(ImagePlus image) {
    return image.getWidth() + "x" + image.getHeight() + "x" + new ImagePlusAdapter(image).planes();
  }
}
