package sc.fiji.duosegnet.benchmark;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows of image, truth, mask and confidence, for people to look at. All arrays are in the order row
 * (y), column (x), channel, and are not kept.
 */
final class ContactSheet {

  private static final List<String> COLUMNS = List.of("image", "truth", "mask", "confidence");
  private static final int GAP = 6;
  private static final int CAPTION = 18;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  /** Dark blue over green to yellow, equally spaced: an approximation of matplotlib's viridis. */
  private static final int[][] CONFIDENCE = {
    {68, 1, 84}, {59, 82, 139}, {33, 145, 140}, {94, 201, 98}, {253, 231, 37}
  };

  private record Row(String caption, List<BufferedImage> panels) {}

  private final int panelSize;
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param panelSize width and height of a panel in pixels; images are scaled to fit
   */
  ContactSheet(int panelSize) {
    this.panelSize = panelSize;
  }

  /**
   * Adds a row.
   *
   * @param name caption, with the Dice coefficient behind it
   * @param dice Dice coefficient, or NaN to show none
   * @param width columns of all four
   * @param image intensities of one or three channels, stretched between their extremes
   * @param truth annotated mask, 0 or anything else
   * @param mask segmented mask, 0 or anything else
   * @param confidence 0..1, dark blue to yellow
   */
  void addRow(
      String name,
      double dice,
      int width,
      float[] image,
      byte[] truth,
      byte[] mask,
      float[] confidence) {
    if (truth.length != mask.length
        || confidence.length != mask.length
        || mask.length % width != 0
        || (image.length != mask.length && image.length != 3 * mask.length)) {
      throw new IllegalArgumentException(
          String.format(
              "Row '%s' has %d, %d, %d and %d values at width %d; give image (1 or 3 channels),"
                  + " truth, mask and confidence of one size.",
              name, image.length, truth.length, mask.length, confidence.length, width));
    }
    String caption =
        Double.isNaN(dice) ? name : name + String.format(Locale.ROOT, "   Dice %.4f", dice);
    rows.add(
        new Row(
            caption,
            List.of(
                fit(picture(image, image.length / mask.length, width), true),
                fit(picture(truth, width), false),
                fit(picture(mask, width), false),
                fit(picture(confidence, width), true))));
  }

  /**
   * Draws the sheet.
   *
   * @param file a PNG file
   * @throws IOException if it can't be written
   */
  void write(Path file) throws IOException {
    int cell = panelSize + GAP;
    BufferedImage sheet =
        new BufferedImage(
            GAP + COLUMNS.size() * cell,
            CAPTION + GAP + rows.size() * (cell + CAPTION),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      graphics.setColor(Color.BLACK);
      graphics.setFont(FONT);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      for (int column = 0; column < COLUMNS.size(); column++) {
        graphics.drawString(COLUMNS.get(column), GAP + column * cell, CAPTION - GAP);
      }
      int top = CAPTION + GAP;
      for (Row row : rows) {
        for (int column = 0; column < COLUMNS.size(); column++) {
          graphics.drawImage(row.panels.get(column), GAP + column * cell, top, null);
        }
        graphics.drawString(row.caption, GAP, top + panelSize + CAPTION - GAP);
        top += cell + CAPTION;
      }
    } finally {
      graphics.dispose();
    }
    PngFile.write(sheet, file);
  }

  private BufferedImage fit(BufferedImage picture, boolean smooth) {
    double scale = (double) panelSize / Math.max(picture.getWidth(), picture.getHeight());
    int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
    BufferedImage panel = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = panel.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION,
          smooth
              ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
              : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
      graphics.drawImage(picture, 0, 0, width, height, null);
    } finally {
      graphics.dispose();
    }
    return panel;
  }

  private static BufferedImage picture(float[] values, int channels, int width) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    float scale = high > low ? 255 / (high - low) : 0;
    BufferedImage picture = blank(width, values.length / channels / width);
    for (int i = 0; i < values.length / channels; i++) {
      int color = 0;
      for (int channel = 0; channel < 3; channel++) {
        float value = values[i * channels + channel % channels];
        color = color << 8 | Math.round((value - low) * scale);
      }
      picture.setRGB(i % width, i / width, color);
    }
    return picture;
  }

  private static BufferedImage picture(byte[] mask, int width) {
    BufferedImage picture = blank(width, mask.length / width);
    for (int i = 0; i < mask.length; i++) {
      picture.setRGB(i % width, i / width, mask[i] == 0 ? 0 : 0xFFFFFF);
    }
    return picture;
  }

  private static BufferedImage picture(float[] confidence, int width) {
    BufferedImage picture = blank(width, confidence.length / width);
    for (int i = 0; i < confidence.length; i++) {
      picture.setRGB(i % width, i / width, color(confidence[i]));
    }
    return picture;
  }

  private static int color(float confidence) {
    float place = Math.min(1, Math.max(0, confidence)) * (CONFIDENCE.length - 1);
    int below = Math.min((int) place, CONFIDENCE.length - 2);
    float part = place - below;
    int color = 0;
    for (int channel = 0; channel < 3; channel++) {
      float from = CONFIDENCE[below][channel];
      color = color << 8 | Math.round(from + part * (CONFIDENCE[below + 1][channel] - from));
    }
    return color;
  }

  private static BufferedImage blank(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }
}
