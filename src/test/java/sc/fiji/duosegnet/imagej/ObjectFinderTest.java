package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Objects against flood fills in plain loops. */
class ObjectFinderTest {

  private static final int WIDTH = 40;
  private static final int HEIGHT = 30;

  /** Blobs, rings and single pixels by chance. */
  private static ByteProcessor random(long seed) {
    final Random random = new Random(seed);
    final ByteProcessor mask = new ByteProcessor(WIDTH, HEIGHT);
    mask.setValue(255);
    for (int i = 0; i < 9; i++) {
      final int size = 2 + random.nextInt(8);
      mask.fillOval(random.nextInt(WIDTH), random.nextInt(HEIGHT), size, size);
    }
    mask.setValue(0);
    for (int i = 0; i < 60; i++) {
      mask.set(random.nextInt(WIDTH), random.nextInt(HEIGHT), random.nextInt(2) * 255);
    }
    return mask;
  }

  private static ObjectFinder.Found find(ObjectFinder finder, ImageProcessor mask, float[] sure) {
    return finder.find(0, new ImagePlusAdapter(new ImagePlus("m", mask)).mask(0), sure);
  }

  /** Connected parts, by corners too, numbered in the order of their first pixels. */
  private static int[] parts(ImageProcessor mask) {
    final int[] parts = new int[WIDTH * HEIGHT];
    int count = 0;
    for (int start = 0; start < parts.length; start++) {
      if (mask.get(start) == 0 || parts[start] != 0) {
        continue;
      }
      count++;
      final Deque<Integer> open = new ArrayDeque<>(List.of(start));
      parts[start] = count;
      while (!open.isEmpty()) {
        final int at = open.pop();
        for (int dy = -1; dy <= 1; dy++) {
          for (int dx = -1; dx <= 1; dx++) {
            final int x = at % WIDTH + dx;
            final int y = at / WIDTH + dy;
            final boolean inside = x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT;
            if (inside && mask.get(x, y) != 0 && parts[y * WIDTH + x] == 0) {
              parts[y * WIDTH + x] = count;
              open.push(y * WIDTH + x);
            }
          }
        }
      }
    }
    return parts;
  }

  @Test
  void partsAreThoseOfAFloodFill() {
    for (int seed = 0; seed < 20; seed++) {
      final ByteProcessor mask = random(seed);
      final ObjectFinder.Found found = find(new ObjectFinder(false, 0, false), mask, null);
      final int[] parts = parts(mask);
      for (int i = 0; i < parts.length; i++) {
        assertEquals(parts[i], found.labels().get(i), "seed " + seed + ", pixel " + i);
      }
    }
  }

  @Test
  void measuresAreThoseOfTheirPixels() {
    final ByteProcessor mask = random(3);
    final float[] sure = new float[WIDTH * HEIGHT];
    final Random random = new Random(1);
    for (int i = 0; i < sure.length; i++) {
      sure[i] = random.nextFloat();
    }
    final int[] parts = parts(mask);
    final List<FoundObject> objects = find(new ObjectFinder(false, 0, false), mask, sure).objects();
    for (final FoundObject object : objects) {
      double pixels = 0;
      double x = 0;
      double y = 0;
      double confidence = 0;
      final ByteProcessor covered = new ByteProcessor(WIDTH, HEIGHT);
      covered.setValue(1);
      covered.fill(object.outline());
      for (int i = 0; i < parts.length; i++) {
        final boolean own = parts[i] == object.number();
        assertEquals(own ? 1 : 0, covered.get(i), "outline of " + object.number());
        pixels += own ? 1 : 0;
        x += own ? i % WIDTH : 0;
        y += own ? i / WIDTH : 0;
        confidence += own ? sure[i] : 0;
      }
      assertEquals(pixels, object.pixels());
      assertEquals(x / pixels, object.x(), 1e-9);
      assertEquals(y / pixels, object.y(), 1e-9);
      assertEquals(confidence / pixels, object.confidence(), 1e-9);
    }
    assertTrue(objects.size() > 5);
  }

  @Test
  void smallPartsAndThoseAtTheBorderAreLeftOut() {
    final ByteProcessor mask = new ByteProcessor(WIDTH, HEIGHT);
    mask.setValue(255);
    mask.fill(new Roi(0, 5, 4, 4));
    mask.fill(new Roi(10, 10, 3, 3));
    mask.fill(new Roi(20, 10, 2, 4));
    assertEquals(3, find(new ObjectFinder(false, 8, false), mask, null).objects().size());
    assertEquals(2, find(new ObjectFinder(false, 9, false), mask, null).objects().size());
    final List<FoundObject> inside = find(new ObjectFinder(false, 9, true), mask, null).objects();
    assertEquals(1, inside.size());
    assertEquals(11, inside.get(0).x());
    assertEquals(0, find(new ObjectFinder(false, 99, true), mask, null).objects().size());
  }

  @Test
  void touchingDiscsAreDivided() {
    final ByteProcessor mask = new ByteProcessor(WIDTH, HEIGHT);
    mask.setValue(255);
    mask.fillOval(5, 5, 12, 12);
    mask.fillOval(15, 5, 12, 12);
    assertEquals(1, find(new ObjectFinder(false, 0, false), mask, null).objects().size());
    final List<FoundObject> divided = find(new ObjectFinder(true, 0, false), mask, null).objects();
    assertEquals(2, divided.size());
    assertEquals(10.5, divided.get(0).x(), 1);
    assertEquals(20.5, divided.get(1).x(), 1);
    assertEquals(255, mask.get(16, 10), "the mask itself stays");
  }

  private static FoundObjects stack() {
    final ImageStack masks = new ImageStack(WIDTH, HEIGHT);
    for (int slice = 0; slice < 3; slice++) {
      final ByteProcessor mask = new ByteProcessor(WIDTH, HEIGHT);
      mask.setValue(255);
      for (int i = 0; i < slice; i++) {
        mask.fill(new Roi(10 * i + 2, 4, 3 + slice, 2));
      }
      masks.addSlice("s" + slice, mask);
    }
    final ImagePlus image = new ImagePlus("cells-mask.tif", masks);
    image.getCalibration().pixelWidth = 0.5;
    image.getCalibration().pixelHeight = 2;
    image.getCalibration().setUnit("micron");
    final FoundObjects found = new FoundObjects(image);
    final ImagePlusAdapter planes = new ImagePlusAdapter(image);
    for (int plane = 0; plane < 3; plane++) {
      found.add(new ObjectFinder(false, 0, false).find(plane, planes.mask(plane), new float[1200]));
    }
    return found;
  }

  @Test
  void everyObjectOfAStackHasANumberOfItsOwn() {
    final FoundObjects found = stack();
    final ImagePlus labels = found.labelImage();
    assertEquals("cells-objects", labels.getTitle());
    assertEquals(16, labels.getBitDepth());
    assertEquals(0.5, labels.getCalibration().pixelWidth);
    assertEquals("s1", labels.getStack().getSliceLabel(2));
    assertEquals(0, labels.getStack().getProcessor(1).getStats().max);
    assertEquals(1, labels.getStack().getProcessor(2).get(2, 4));
    assertEquals(2, labels.getStack().getProcessor(3).get(2, 4));
    assertEquals(3, labels.getStack().getProcessor(3).get(12, 4));
    labels.setSlice(3);
    final int background = labels.flatten().getProcessor().get(0, 29);
    final int second = labels.flatten().getProcessor().get(2, 4);
    final int third = labels.flatten().getProcessor().get(12, 4);
    assertEquals(0, background & 0xFFFFFF, "black where no object is");
    assertTrue(difference(second, background) > 100 && difference(second, third) > 100);
    final List<Roi> rois = found.rois();
    assertEquals(3, rois.size());
    assertEquals("object-0003-0003", rois.get(2).getName());
    assertEquals(3, rois.get(2).getZPosition());
    assertEquals(12, rois.get(2).getBounds().x);
  }

  @Test
  void overlaysKeepWhatIsThere() {
    final FoundObjects found = stack();
    final ImagePlus image = new ImagePlus("image", new ByteProcessor(WIDTH, HEIGHT));
    image.setOverlay(new Overlay(new Roi(1, 1, 2, 2)));
    found.addToOverlay(image);
    assertEquals(4, image.getOverlay().size());
  }

  @Test
  void tablesAreInPixelsAndInUnits() {
    final FoundObjects found = stack();
    final ResultsTable objects = ObjectTable.ofObjects(found, true).toResultsTable();
    assertEquals(3, objects.size());
    assertEquals(3, objects.getValue("Slice", 2));
    assertEquals(3, objects.getValue("Object", 2));
    assertEquals(10, objects.getValue("Area (pixel)", 2));
    assertEquals(10, objects.getValue("Area (micron^2)", 2), "10 pixels of 0.5 x 2");
    assertEquals(14.5, objects.getValue("X (pixel)", 2));
    assertEquals(7.25, objects.getValue("X (micron)", 2));
    assertEquals(10, objects.getValue("Y (micron)", 2));
    assertEquals(0, objects.getValue("Confidence", 2));
    final ResultsTable slices =
        ObjectTable.ofSlices(found, List.of(0.5, 0.9, 0.1)).toResultsTable();
    assertEquals(3, slices.getValue("Slice", 0), "the least confident first");
    assertEquals(2, slices.getValue("Objects", 0));
    assertEquals(20, slices.getValue("Area (pixel)", 0));
    assertEquals(100.0 * 20 / 1200, slices.getValue("Area %", 0), 1e-9);
    assertEquals(1, slices.getValue("Slice", 1));
    assertEquals(
        "Slice,Objects,Area (pixel),Area (micron^2),Area %",
        ObjectTable.ofSlices(found, null).toCsv().lines().findFirst().orElseThrow());
    assertEquals("1,0,0,0,0", ObjectTable.ofSlices(found, null).toCsv().lines().toList().get(1));
  }

  /** Sum of the differences of red, green and blue. */
  private static int difference(int first, int second) {
    int sum = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      sum += Math.abs((first >> shift & 255) - (second >> shift & 255));
    }
    return sum;
  }
}
