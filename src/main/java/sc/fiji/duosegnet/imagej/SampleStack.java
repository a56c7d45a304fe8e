package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;
import java.util.SortedSet;
import sc.fiji.duosegnet.data.SyntheticNuclei;

/** A stack of synthetic nuclei of which some slices are labeled, to try the commands on. */
public final class SampleStack {

  /** Title of the images. */
  public static final String IMAGE = "sample";

  /** Title of the masks. */
  public static final String MASKS = "sample-masks";

  private final int size;
  private final ImageStack images;
  private final ImageStack masks;
  private final Overlay outlines = new Overlay();

  /**
   * @param size width and height in pixels
   * @param slices number of slices
   * @param labeled the labeled slices, from 0; the masks of others are empty
   * @param seed seed of the images
   */
  public SampleStack(int size, int slices, SortedSet<Integer> labeled, long seed) {
    this.size = size;
    images = new ImageStack(size, size);
    masks = new ImageStack(size, size);
    for (int slice = 0; slice < slices; slice++) {
      final SyntheticNuclei.Field field =
          SyntheticNuclei.generate(seed * slices + slice, size, size);
      images.addSlice(new ShortProcessor(size, size, field.pixels(), null));
      if (labeled.contains(slice)) {
        final ByteProcessor mask = new ByteProcessor(size, size, field.mask(), null);
        masks.addSlice(mask);
        addOutline(mask, slice);
      } else {
        masks.addSlice(new ByteProcessor(size, size));
      }
    }
  }

  private void addOutline(ByteProcessor mask, int slice) {
    final Roi outline = LabelRois.outline(mask);
    if (outline == null) {
      final Roi background = new Roi(0, 0, size, size);
      background.setName("background");
      background.setPosition(slice + 1);
      outlines.add(background);
    } else {
      outline.setPosition(slice + 1);
      outlines.add(outline);
    }
  }

  /** Returns the images, 16 bit, not shown, without labels. */
  public ImagePlus images() {
    final ImagePlus image = new ImagePlus(IMAGE, images);
    image.resetDisplayRange();
    return image;
  }

  /** Returns the images with the outlines of the labeled slices' nuclei in the overlay. */
  public ImagePlus outlined() {
    final ImagePlus image = images();
    image.setOverlay(outlines);
    return image;
  }

  /** Returns the masks, 0 and 255, not shown. */
  public ImagePlus masks() {
    return new ImagePlus(MASKS, masks);
  }
}
