package sc.fiji.duosegnet.imagej;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.duosegnet.engine.Preview;
import sc.fiji.duosegnet.engine.SegmentedPlane;
import sc.fiji.duosegnet.metrics.Confusion;
import sc.fiji.duosegnet.model.ModelDescription;

/** Draws how networks in training segment some images. */
public final class PreviewSheet {

  private static final List<String> COLUMNS =
      List.of("Image", "View 1", "View 2", "Mean", "Confidence", "Truth");

  private PreviewSheet() {}

  /** Returns the width of the sheet in pixels for panels of a size. */
  public static int width(int panel) {
    return ContactSheet.width(COLUMNS.size(), panel);
  }

  /**
   * Draws one row per image.
   *
   * @param previews at least one
   * @param panel width and height of a picture in pixels
   */
  public static BufferedImage draw(List<Preview> previews, int panel) {
    final ContactSheet sheet = new ContactSheet(COLUMNS, panel);
    previews.forEach(preview -> sheet.addRow(row(preview)));
    return sheet.draw();
  }

  private static List<ContactSheet.Panel> row(Preview preview) {
    final SegmentedPlane plane = preview.segmented();
    final int width = plane.width();
    final List<ContactSheet.Panel> row = new ArrayList<>();
    row.add(
        new ContactSheet.Panel(Pictures.of(preview.image(), preview.scaling()), preview.name()));
    final float[] mean = plane.probability();
    for (final float[] map : List.of(plane.view1(), plane.view2(), mean)) {
      row.add(new ContactSheet.Panel(Pictures.of(map, width), dice(map, preview)));
    }
    row.add(new ContactSheet.Panel(Pictures.of(plane.confidence(), width), ""));
    row.add(
        preview.truth() == null
            ? new ContactSheet.Panel(blank(width, plane.height()), "not labeled")
            : new ContactSheet.Panel(Pictures.of(Pictures.foreground(preview.truth()), width), ""));
    return row;
  }

  private static String dice(float[] map, Preview preview) {
    if (preview.truth() == null) {
      return "";
    }
    final Confusion counts = Confusion.of(map, preview.truth(), ModelDescription.THRESHOLD);
    return String.format(Locale.ROOT, "Dice %.3f", counts.dice());
  }

  private static BufferedImage blank(int width, int height) {
    final BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    final Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return picture;
  }
}
