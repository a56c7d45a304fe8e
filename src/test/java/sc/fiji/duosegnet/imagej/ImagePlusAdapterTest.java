package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;

class ImagePlusAdapterTest {

  @Test
  void keepsPixelTypesAndValuesWithoutCopying() {
    final ByteProcessor bytes = new ByteProcessor(3, 2);
    final ShortProcessor shorts = new ShortProcessor(3, 2);
    final FloatProcessor floats = new FloatProcessor(3, 2);
    final RandomAccessibleInterval<? extends RealType<?>> a = plane(bytes);
    final RandomAccessibleInterval<? extends RealType<?>> b = plane(shorts);
    final RandomAccessibleInterval<? extends RealType<?>> c = plane(floats);
    // Set afterwards: seen only if the pixels are shared.
    bytes.set(2, 1, 250);
    shorts.set(2, 1, 65000);
    floats.setf(2, 1, -1.5f);
    assertArrayEquals(new long[] {3, 2, 1}, a.dimensionsAsLongArray());
    assertInstanceOf(UnsignedByteType.class, a.getAt(2, 1, 0));
    assertInstanceOf(UnsignedShortType.class, b.getAt(2, 1, 0));
    assertInstanceOf(FloatType.class, c.getAt(2, 1, 0));
    assertEquals(250, value(a, 2, 1, 0));
    assertEquals(65000, value(b, 2, 1, 0));
    assertEquals(-1.5, value(c, 2, 1, 0));
  }

  /** As 3D Slicer writes label maps: ImageJ keeps 0 as 32768. */
  @Test
  void numbersOfSignedMasksAreWhatTheyAre() {
    final ShortProcessor shorts = new ShortProcessor(3, 1);
    final ImagePlus image = new ImagePlus("signed", shorts);
    for (int x = 0; x < 3; x++) {
      shorts.set(x, 0, 32768 + x - 1);
    }
    assertEquals(32769, value(new ImagePlusAdapter(image).mask(0), 2, 0));
    image.getCalibration().setSigned16BitCalibration();
    final RandomAccessibleInterval<? extends RealType<?>> mask =
        new ImagePlusAdapter(image).mask(0);
    for (int x = 0; x < 3; x++) {
      assertEquals(x - 1, value(mask, x, 0));
    }
  }

  @Test
  void anImageThatIsClosedMeanwhileIsNamed() {
    final ImageStack stack = new ImageStack(2, 2);
    stack.addSlice(new ByteProcessor(2, 2));
    stack.addSlice(new ByteProcessor(2, 2));
    final ImagePlus image = new ImagePlus("closed", stack);
    final ImagePlusAdapter adapter = new ImagePlusAdapter(image);
    adapter.plane(1);
    image.flush();
    assertEquals(
        "Slice 2 of image 'closed' is not there any more, as the image was closed or changed; leave"
            + " it open and as it is until the work is done.",
        assertThrows(IllegalArgumentException.class, () -> adapter.plane(1)).getMessage());
  }

  @Test
  void rgbBecomesThreeChannels() {
    final ColorProcessor colors = new ColorProcessor(2, 2);
    final ImagePlusAdapter adapter = new ImagePlusAdapter(new ImagePlus("rgb", colors));
    final RandomAccessibleInterval<? extends RealType<?>> plane = adapter.plane(0);
    // Set afterwards: three bytes for each pixel of a large image would not fit into an array.
    colors.set(1, 0, 0x102030);
    assertEquals(3, adapter.channels());
    assertArrayEquals(new long[] {2, 2, 3}, plane.dimensionsAsLongArray());
    assertEquals(0x10, value(plane, 1, 0, 0));
    assertEquals(0x20, value(plane, 1, 0, 1));
    assertEquals(0x30, value(plane, 1, 0, 2));
  }

  @Test
  void hyperstackGivesItsPlanesInStackOrder() {
    final ImageStack stack = new ImageStack(2, 2);
    for (int i = 0; i < 2 * 3 * 2; i++) {
      final ShortProcessor slice = new ShortProcessor(2, 2);
      slice.set(1, 1, i);
      stack.addSlice("label " + i, slice);
    }
    final ImagePlus image = new ImagePlus("hyper", stack);
    image.setDimensions(2, 3, 2);
    final ImagePlusAdapter adapter = new ImagePlusAdapter(image);
    assertEquals(6, adapter.planes());
    assertEquals(2, adapter.channels());
    for (int plane = 0; plane < 6; plane++) {
      assertEquals(2 * plane, value(adapter.plane(plane), 1, 1, 0));
      assertEquals(2 * plane + 1, value(adapter.plane(plane), 1, 1, 1));
      assertEquals("label " + 2 * plane, adapter.label(plane));
    }
    assertEquals("hyper#0006", adapter.name(5));
  }

  @Test
  void readsOnlyThePlaneAskedForOfAVirtualStack() {
    final List<Integer> read = new ArrayList<>();
    final VirtualStack stack =
        new VirtualStack(2, 2) {
          @Override
          public int getSize() {
            return 5;
          }

          @Override
          public int size() {
            return 5;
          }

          @Override
          public ImageProcessor getProcessor(int n) {
            read.add(n);
            final ByteProcessor slice = new ByteProcessor(2, 2);
            slice.set(0, 0, 10 * n);
            return slice;
          }
        };
    final ImagePlusAdapter adapter = new ImagePlusAdapter(new ImagePlus("virtual", stack));
    read.clear(); // ImagePlus itself looks at the first slice
    assertEquals(40, value(adapter.plane(3), 0, 0, 0));
    assertEquals(List.of(4), read);
  }

  @Test
  void masksAreOnePlaneOfGray() {
    final ColorProcessor gray = new ColorProcessor(2, 1);
    gray.set(1, 0, 0xffffff);
    final RandomAccessibleInterval<? extends RealType<?>> mask =
        new ImagePlusAdapter(new ImagePlus("m", gray)).mask(0);
    assertArrayEquals(new long[] {2, 1}, mask.dimensionsAsLongArray());
    assertEquals(255, mask.getAt(1, 0).getRealDouble());
    gray.set(0, 0, 0xff0000);
    final ImagePlusAdapter colored = new ImagePlusAdapter(new ImagePlus("m", gray));
    assertEquals(
        "Mask 'm' has colors; give a gray one, of two values.",
        assertThrows(IllegalArgumentException.class, () -> colored.mask(0)).getMessage());
  }

  @Test
  void refusesAnImageWithoutPixels() {
    final ImagePlus empty = new ImagePlus();
    assertThrows(IllegalArgumentException.class, () -> new ImagePlusAdapter(empty));
  }

  private static RandomAccessibleInterval<? extends RealType<?>> plane(ImageProcessor pixels) {
    return new ImagePlusAdapter(new ImagePlus("image", pixels)).plane(0);
  }

  private static double value(
      RandomAccessibleInterval<? extends RealType<?>> plane, long... position) {
    return plane.getAt(position).getRealDouble();
  }
}
