package sc.fiji.duosegnet.commands;

import java.util.SortedSet;
import java.util.TreeSet;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.duosegnet.imagej.Images;
import sc.fiji.duosegnet.imagej.SampleStack;
import sc.fiji.duosegnet.imagej.SliceNumbers;

/** Opens synthetic images to try the other commands on. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Duo-SegNet>Sample Images",
    label = "Sample Images",
    description =
        "Opens a stack of synthetic nuclei of which some slices are labeled, to try Train on.")
public final class SampleImages extends DuoSegNetCommand {

  private static final String MASKS = "Masks";
  private static final String OVERLAY = "Overlay";

  @Parameter(
      label = "Width and height (pixels)",
      description = "Size of each slice in pixels. Lower it for a quick trial.",
      min = "32",
      max = "4096",
      required = false,
      persist = false)
  private int size = 256;

  @Parameter(
      label = "Slices",
      description = "Number of slices. Raise it for more unlabeled images.",
      min = "1",
      max = "10000",
      required = false,
      persist = false)
  private int slices = 24;

  @Parameter(
      label = "Labeled slices",
      description =
          "Slices that get labels, such as 1,4,8-12. Blank: every fourth, from the first.",
      required = false,
      persist = false)
  private String labeled = "";

  @Parameter(
      label = "Labels as",
      description = "Masks: a second stack. Overlay: outlines on the stack itself.",
      choices = {MASKS, OVERLAY},
      required = false,
      persist = false)
  private String labels_as = MASKS;

  @Parameter(
      label = "Random seed",
      description = "Each seed gives other images. Change it for new ones to test on.",
      required = false,
      persist = false)
  private long seed = 1;

  @Override
  void execute() {
    final SortedSet<Integer> given = SliceNumbers.parseIfGiven("labeled", labeled, slices);
    final SortedSet<Integer> planes = given == null ? everyFourth(slices) : given;
    final SampleStack stack = new SampleStack(size, slices, planes, seed);
    if (labels_as.equals(OVERLAY)) {
      Images.show(stack.outlined());
    } else {
      Images.show(stack.masks());
      Images.show(stack.images());
    }
  }

  private static SortedSet<Integer> everyFourth(int slices) {
    final SortedSet<Integer> planes = new TreeSet<>();
    for (int plane = 0; plane < slices; plane += 4) {
      planes.add(plane);
    }
    return planes;
  }
}
