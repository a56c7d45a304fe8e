package sc.fiji.duosegnet.imagej;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import sc.fiji.duosegnet.engine.SegmentedPlane;

/** A stack that a segmentation can make, of the size of the segmented image. */
public enum SegmentationStack {
  /** 8 bit: 255 where the mean probability is above one half, else 0. */
  MASK("mask", SegmentedPlane::mask),
  /** 32 bit, 0..1: how sure the views are of the mask. */
  CONFIDENCE("confidence", SegmentedPlane::confidence),
  /** 32 bit, 0..1: mean foreground probability of the views. */
  PROBABILITY("probability", SegmentedPlane::probability),
  /** 32 bit, 0..1: foreground probability of view 1. */
  VIEW_1("view1", SegmentedPlane::view1),
  /** 32 bit, 0..1: foreground probability of view 2. */
  VIEW_2("view2", SegmentedPlane::view2),
  /** 32 bit, 0..1: 1 - |F1 - F2| of the views' probabilities. */
  AGREEMENT("agreement", SegmentedPlane::agreement),
  /** 32 bit, 0..1: the critic's map; only of models with a critic. */
  CRITIC("critic", SegmentedPlane::critic);

  /** What a segmentation makes unless told otherwise. */
  public static final String USUAL = "mask,confidence";

  /** Short for both views' stacks. */
  private static final String VIEWS = "views";

  private final String key;
  private final Function<SegmentedPlane, Object> pixels;

  SegmentationStack(String key, Function<SegmentedPlane, Object> pixels) {
    this.key = key;
    this.pixels = pixels;
  }

  /** Returns the name, which users give and which ends the names of files and images. */
  public String key() {
    return key;
  }

  /** Returns the plane's pixels: {@code byte[]} for the mask, else {@code float[]}. */
  public Object pixels(SegmentedPlane plane) {
    return pixels.apply(plane);
  }

  StackOutput.Pixels kind() {
    return this == MASK ? StackOutput.Pixels.MASK : StackOutput.Pixels.FRACTION;
  }

  /** Returns the names of all stacks. */
  static List<String> keys() {
    return Arrays.stream(values()).map(SegmentationStack::key).toList();
  }

  /**
   * Reads a list such as {@code mask,probability,views}; blank is {@link #USUAL}.
   *
   * @param input name of the input, for messages
   * @throws IllegalArgumentException in one sentence, if a name is not known
   */
  public static Set<SegmentationStack> parse(String input, String text) {
    final EnumSet<SegmentationStack> wanted = EnumSet.noneOf(SegmentationStack.class);
    for (final String part : (text == null || text.isBlank() ? USUAL : text).split(",", -1)) {
      final String name = part.trim().toLowerCase(Locale.ROOT);
      final List<SegmentationStack> named =
          name.equals(VIEWS)
              ? List.of(VIEW_1, VIEW_2)
              : Arrays.stream(values()).filter(stack -> stack.key.equals(name)).toList();
      if (named.isEmpty()) {
        throw new IllegalArgumentException(
            "Input '"
                + input
                + "' is '"
                + text
                + "'; give some of "
                + choices()
                + ", with commas between.");
      }
      wanted.addAll(named);
    }
    return Collections.unmodifiableSet(wanted);
  }

  private static String choices() {
    final List<String> choices = new ArrayList<>(keys());
    choices.add(VIEWS + " (both views)");
    return choices.stream().collect(Collectors.joining(", "));
  }
}
