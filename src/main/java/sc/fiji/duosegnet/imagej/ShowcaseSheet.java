package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.comparison.Run;
import sc.fiji.duosegnet.comparison.Showcase;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.data.Sample;
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
    final boolean[] truth = Pictures.foreground(sample.mask());
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

  /** Intensities between the percentiles that training goes by. */
  private static BufferedImage picture(RandomAccessibleInterval<? extends RealType<?>> image) {
    return Pictures.of(
        image, new PercentileNormalization(NormalizationSettings.DEFAULT).scaling(image));
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

  private static boolean[] foreground(BufferedImage mask) {
    final int width = mask.getWidth();
    final boolean[] foreground = new boolean[width * mask.getHeight()];
    for (int i = 0; i < foreground.length; i++) {
      foreground[i] = mask.getRaster().getSample(i % width, i / width, 0) != 0;
    }
    return foreground;
  }
}
