package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.comparison.ComparisonPlan;
import sc.fiji.duosegnet.comparison.Rows;

/** Reads from the pixels what was plotted. Set {@code plots} to a folder to keep the pictures. */
class ComparisonPlotTest {

  private static final int BLUE = 0x0072B2;

  @Test
  void errorBarsReachOneDeviationUpAndDown() throws IOException {
    // Means 0.5 and 0.8, deviations 0.1 and 0.1 * sqrt(2) / 2 of the second method.
    final ComparisonPlan plan = ComparisonPlan.parse("Supervised U-Net,Duo-SegNet", "0.1,1", "1,2");
    final ImagePlus plot =
        new ComparisonPlot(
                Rows.summary(
                    plan,
                    0.3,
                    0.5 - 0.1 / Math.sqrt(2),
                    0.6,
                    0.75,
                    0.3,
                    0.5 + 0.1 / Math.sqrt(2),
                    0.6,
                    0.85))
            .image();
    keep(plot, "two-methods.png");
    final ImageProcessor pixels = plot.getProcessor();
    final double[] left = longest(pixels, 0, pixels.getWidth() / 2);
    final double[] right = longest(pixels, pixels.getWidth() / 2, pixels.getWidth());
    // A length of 0.2 against one of 0.1414, whatever the axis.
    assertEquals(Math.sqrt(2), left[1] / right[1], 0.08);
    // The second one's middle is 0.3 higher, which is one and a half times the first's length.
    assertEquals(1.5, (left[2] - right[2]) / left[1], 0.08);
  }

  @Test
  void everyMethodHasItsColorAndOneFractionIsEnough() throws IOException {
    final ComparisonPlan plan = ComparisonPlan.parse("all", "0.05,0.2,1", "1,2,3");
    final int runs = plan.runs().size();
    final double[] dice =
        DoubleStream.iterate(0, i -> i + 1)
            .limit(runs)
            .map(i -> 0.6 + 0.12 * (int) (i % 24 / 8) + 0.01 * (i % 8) + 0.02 * (int) (i / 24))
            .toArray();
    final ComparisonPlot all = new ComparisonPlot(Rows.summary(plan, dice));
    keep(all.large(), "all-methods.png");
    final Set<Integer> colors = colors(all.image().getProcessor());
    for (final int color :
        List.of(0, BLUE, 0xD55E00, 0x009E73, 0xCC79A7, 0x56B4E9, 0xE69F00, 0x8C7A00)) {
      assertTrue(colors.contains(color), Integer.toHexString(color));
    }
    final ImagePlus single =
        new ComparisonPlot(
                Rows.summary(ComparisonPlan.parse("VAT,Duo-SegNet", "0.2", "1"), 0.7, 0.8))
            .image();
    keep(single, "one-fraction.png");
    assertTrue(colors(single.getProcessor()).contains(BLUE));
  }

  @Test
  void theLargePictureHasTwiceTheSize() {
    final ComparisonPlot plot =
        new ComparisonPlot(Rows.summary(ComparisonPlan.parse("VAT", "0.2,1", "1"), 0.7, 0.8));
    final ImagePlus image = plot.image();
    final ImagePlus large = plot.large();
    assertEquals(2 * image.getWidth(), large.getWidth(), 2);
    assertEquals(2 * image.getHeight(), large.getHeight(), 2);
    assertTrue(image.getWidth() > 760 && image.getHeight() > 460);
    assertTrue(colors(large.getProcessor()).size() > 3);
  }

  /** Returns the column, length and middle row of the longest vertical run of blue pixels. */
  private static double[] longest(ImageProcessor pixels, int from, int to) {
    double[] best = {0, 0, 0};
    for (int x = from; x < to; x++) {
      int length = 0;
      for (int y = 0; y < pixels.getHeight(); y++) {
        length = (pixels.getPixel(x, y) & 0xFFFFFF) == BLUE ? length + 1 : 0;
        if (length > best[1]) {
          best = new double[] {x, length, y - (length - 1) / 2.0};
        }
      }
    }
    return best;
  }

  private static Set<Integer> colors(ImageProcessor pixels) {
    final Set<Integer> colors = new TreeSet<>();
    for (int i = 0; i < pixels.getPixelCount(); i++) {
      colors.add(pixels.get(i) & 0xFFFFFF);
    }
    return colors;
  }

  private static void keep(ImagePlus image, String name) throws IOException {
    final String folder = System.getProperty("plots");
    if (folder != null) {
      final BufferedImage picture = image.getProcessor().getBufferedImage();
      ImageIO.write(picture, "png", new File(folder, name));
    }
  }
}
