package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.comparison.Run;
import sc.fiji.duosegnet.comparison.Showcase;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Scaling;
import sc.fiji.duosegnet.model.NormalizationSettings;

/**
 * Draws test images with their true masks and the masks that methods made of them, in which wrong
 * pixels are colored.
 */
public final class ShowcaseSheet {

  /** Title of the image. */
  public static final String TITLE = "Masks by method";

  private static final int SHEET = 1400;
  private static final int LEAST_PANEL = 160;
  private static final int MOST_PANEL = 260;
  private static final int WHITE = 0xFFFFFF;
  private static final int BLACK = 0;

  /** Orange and blue, apart for color-blind readers (Okabe and Ito 2008). */
  private static final int TOO_MUCH = 0xE69F00;

  private static final int MISSED = 0x0072B2;

  private ShowcaseSheet() {}

  /** Returns the sheet as an image, not shown. */
  public static ImagePlus of(Showcase showcase) {
    final List<String> columns = new ArrayList<>(List.of("Image", "Truth"));
    showcase.methods().forEach(method -> columns.add(method.label()));
    final int panel = Math.max(LEAST_PANEL, Math.min(MOST_PANEL, SHEET / columns.size()));
    final ContactSheet sheet = new ContactSheet(columns, panel);
    for (final Showcase.Image image : showcase.images()) {
      sheet.addRow(row(image));
    }
    sheet.addNote(
        "Label fraction " + Run.text(showcase.fraction()) + ", seed " + showcase.seed() + ".");
    sheet.addNote("White: right. Orange: too much. Blue: missed.");
    return new ImagePlus(TITLE, sheet.draw());
  }

  private static List<ContactSheet.Panel> row(Showcase.Image image) {
    final Sample sample = image.sample();
    final boolean[] truth = truth(sample.mask());
    final List<ContactSheet.Panel> row = new ArrayList<>();
    row.add(new ContactSheet.Panel(picture(sample.image()), sample.name()));
    final int width = Math.toIntExact(sample.image().dimension(0));
    row.add(new ContactSheet.Panel(picture(truth, truth, width), ""));
    for (int i = 0; i < image.masks().size(); i++) {
      final BufferedImage mask = image.masks().get(i);
      row.add(
          new ContactSheet.Panel(
              picture(foreground(mask), truth, width),
              String.format(Locale.ROOT, "Dice %.3f", image.dice().get(i))));
    }
    return row;
  }

  /** Intensities between the percentiles that training goes by, as gray or, of three, as color. */
  private static BufferedImage picture(RandomAccessibleInterval<? extends RealType<?>> image) {
    final Scaling scaling =
        new PercentileNormalization(NormalizationSettings.DEFAULT).scaling(image);
    final int width = Math.toIntExact(image.dimension(0));
    final int height = Math.toIntExact(image.dimension(1));
    final int channels = Math.toIntExact(image.dimension(2));
    final double factor =
        scaling.high() > scaling.low() ? 255 / (scaling.high() - scaling.low()) : 0;
    final BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    final RandomAccess<? extends RealType<?>> access = image.randomAccess();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          access.setPosition(image.min(0) + x, 0);
          access.setPosition(image.min(1) + y, 1);
          access.setPosition(image.min(2) + (channels >= 3 ? c : 0), 2);
          final double value = (access.get().getRealDouble() - scaling.low()) * factor;
          rgb = rgb << 8 | (int) Math.round(Math.max(0, Math.min(255, value)));
        }
        picture.setRGB(x, y, rgb);
      }
    }
    return picture;
  }

  private static BufferedImage picture(boolean[] mask, boolean[] truth, int width) {
    final BufferedImage picture =
        new BufferedImage(width, mask.length / width, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < mask.length; i++) {
      final int right = truth[i] ? WHITE : BLACK;
      final int wrong = truth[i] ? MISSED : TOO_MUCH;
      picture.setRGB(i % width, i / width, mask[i] == truth[i] ? right : wrong);
    }
    return picture;
  }

  private static boolean[] truth(RandomAccessibleInterval<? extends RealType<?>> mask) {
    final int width = Math.toIntExact(mask.dimension(0));
    final boolean[] truth = new boolean[Math.toIntExact(width * mask.dimension(1))];
    final RandomAccess<? extends RealType<?>> access = mask.randomAccess();
    for (int i = 0; i < truth.length; i++) {
      access.setPosition(mask.min(0) + i % width, 0);
      access.setPosition(mask.min(1) + i / width, 1);
      truth[i] = access.get().getRealDouble() != 0;
    }
    return truth;
  }

  private static boolean[] foreground(BufferedImage mask) {
    final int width = mask.getWidth();
    final boolean[] foreground = new boolean[width * mask.getHeight()];
    for (int i = 0; i < foreground.length; i++) {
      foreground[i] = mask.getRaster().getSample(i % width, i / width, 0) != 0;
    }
    return foreground;
  }
}
