package sc.fiji.duosegnet.imagej;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Rows of pictures with captions, for people to look at. */
final class ContactSheet {

  private static final int GAP = 8;
  private static final int LINE = 17;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final Font BOLD = FONT.deriveFont(Font.BOLD);

  /**
   * One picture.
   *
   * @param image the picture, of any size
   * @param caption a line below it
   */
  record Panel(BufferedImage image, String caption) {}

  private final List<String> columns;
  private final int panelSize;
  private final List<List<Panel>> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * @param columns headings
   * @param panelSize width and height of a panel in pixels; pictures are scaled to fit
   */
  ContactSheet(List<String> columns, int panelSize) {
    this.columns = List.copyOf(columns);
    this.panelSize = panelSize;
  }

  /** Returns the width of a sheet with short notes. */
  static int width(int columns, int panelSize) {
    return GAP + columns * (panelSize + GAP);
  }

  /** Adds a row, with a panel for each column. */
  void addRow(List<Panel> panels) {
    if (panels.size() != columns.size()) {
      throw new IllegalArgumentException(
          "A row has " + panels.size() + " panels; give " + columns.size() + ".");
    }
    rows.add(List.copyOf(panels));
  }

  /** Adds a line of text below all rows. */
  void addNote(String note) {
    notes.add(note);
  }

  /** Draws the sheet. */
  BufferedImage draw() {
    final FontMetrics metrics = metrics(BOLD);
    final List<List<String>> headings = columns.stream().map(c -> wrap(c, metrics)).toList();
    final int headingLines = headings.stream().mapToInt(List::size).max().orElse(0);
    final int cell = panelSize + GAP;
    final int top = GAP + headingLines * LINE;
    final int rowsHeight = rows.stream().mapToInt(this::height).sum();
    final int height = top + rowsHeight + rows.size() * (LINE + GAP) + GAP + notes.size() * LINE;
    final int noteWidth = notes.stream().mapToInt(metrics(FONT)::stringWidth).max().orElse(0);
    final BufferedImage sheet =
        new BufferedImage(
            Math.max(width(columns.size(), panelSize), noteWidth + 2 * GAP),
            height,
            BufferedImage.TYPE_INT_RGB);
    final Graphics2D graphics = graphics(sheet);
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, sheet.getWidth(), height);
      graphics.setColor(Color.BLACK);
      graphics.setFont(BOLD);
      for (int column = 0; column < columns.size(); column++) {
        final List<String> lines = headings.get(column);
        for (int i = 0; i < lines.size(); i++) {
          // The last lines are level, right above the pictures.
          final int line = headingLines - lines.size() + i + 1;
          graphics.drawString(lines.get(i), GAP + column * cell, line * LINE);
        }
      }
      graphics.setFont(FONT);
      int y = top;
      for (final List<Panel> row : rows) {
        y += height(row);
        drawRow(graphics, row, y);
        y += LINE + GAP;
      }
      for (int i = 0; i < notes.size(); i++) {
        graphics.drawString(notes.get(i), GAP, height - (notes.size() - 1 - i) * LINE - GAP);
      }
    } finally {
      graphics.dispose();
    }
    return sheet;
  }

  /** Captions stand right below the pictures, which are level at their lower edges. */
  private void drawRow(Graphics2D graphics, List<Panel> panels, int bottom) {
    for (int column = 0; column < panels.size(); column++) {
      final Panel panel = panels.get(column);
      final int x = GAP + column * (panelSize + GAP);
      final int width = scaled(panel.image.getWidth(), panel.image);
      final int height = scaled(panel.image.getHeight(), panel.image);
      graphics.drawImage(panel.image, x, bottom - height, width, height, null);
      graphics.drawString(
          shortened(panel.caption, graphics.getFontMetrics()), x, bottom + LINE - 3);
    }
  }

  private int height(List<Panel> row) {
    return row.stream()
        .mapToInt(panel -> scaled(panel.image.getHeight(), panel.image))
        .max()
        .orElse(0);
  }

  private int scaled(int length, BufferedImage image) {
    final double scale = (double) panelSize / Math.max(image.getWidth(), image.getHeight());
    return Math.max(1, (int) Math.round(length * scale));
  }

  /** Takes characters out of the middle, as names often differ at their ends. */
  private String shortened(String text, FontMetrics metrics) {
    String shortened = text;
    for (int kept = text.length() - 1;
        kept > 1 && metrics.stringWidth(shortened) > panelSize;
        kept--) {
      final int head = (kept + 1) / 2;
      shortened =
          text.substring(0, head) + "\u2026" + text.substring(text.length() - (kept - head));
    }
    return shortened;
  }

  private List<String> wrap(String text, FontMetrics metrics) {
    final List<String> lines = new ArrayList<>();
    String line = "";
    for (final String word : text.split(" ")) {
      final String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && metrics.stringWidth(longer) > panelSize) {
        lines.add(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.add(line);
    return lines;
  }

  private static FontMetrics metrics(Font font) {
    final Graphics2D graphics = graphics(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
    try {
      return graphics.getFontMetrics(font);
    } finally {
      graphics.dispose();
    }
  }

  private static Graphics2D graphics(BufferedImage image) {
    final Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    return graphics;
  }
}
