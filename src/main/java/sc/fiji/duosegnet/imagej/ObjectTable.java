package sc.fiji.duosegnet.imagej;

import ij.measure.Calibration;
import ij.measure.ResultsTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import sc.fiji.duosegnet.data.Csv;
import sc.fiji.duosegnet.model.PixelSize;

/**
 * Measures of objects as tables. The one of objects has a row for each, the one of slices a row for
 * each slice, the least confident first: those are worth annotating next. Areas and positions are
 * in pixels, and in calibrated units as well if the mask is calibrated. Confidence is 0..1, a mean
 * over pixels, and is there if a confidence image was given.
 */
public final class ObjectTable {

  /** Title of the table of objects. */
  public static final String OBJECTS = "Objects";

  /** Title of the table of slices. */
  public static final String SLICES = "Objects per Slice";

  /** Title of the table of slices that are worth annotating next. */
  public static final String NEXT = "Slices to Annotate";

  private static final String SLICE = "Slice";
  private static final String CONFIDENCE = "Confidence";
  private static final int DECIMALS = 4;

  private final List<String> headings = new ArrayList<>();
  private final List<double[]> rows = new ArrayList<>();

  private ObjectTable() {}

  /**
   * One row for each object: slice, number, area, position of the center, confidence. Positions in
   * pixels are from the mask's corner. Those in units, or without a heading if only an origin is
   * known, are by the mask's calibration as ImageJ's own Measure gives them: if the mask is of a
   * part of an image, from the image's corner.
   */
  public static ObjectTable ofObjects(FoundObjects found, boolean confidence) {
    final ObjectTable table = new ObjectTable();
    final PixelSize size = PixelSizes.of(found.mask());
    final Calibration calibration = found.mask().getCalibration();
    final boolean moved = calibration.xOrigin != 0 || calibration.yOrigin != 0;
    table.headings.addAll(List.of(SLICE, "Object", "Area (pixel)", "X (pixel)", "Y (pixel)"));
    if (size != null) {
      final String unit = " (" + size.unit() + ")";
      table.headings.addAll(List.of("Area (" + size.unit() + "^2)", "X" + unit, "Y" + unit));
    } else if (moved) {
      table.headings.addAll(List.of("X", "Y"));
    }
    if (confidence) {
      table.headings.add(CONFIDENCE);
    }
    for (final FoundObject object : found.all()) {
      final List<Double> row = new ArrayList<>();
      row.add(object.plane() + 1.0);
      row.add((double) object.number());
      row.add((double) object.pixels());
      row.add(object.x() + 0.5);
      row.add(object.y() + 0.5);
      if (size != null) {
        row.add(object.pixels() * size.width() * size.height());
      }
      if (size != null || moved) {
        row.add(calibration.getX(object.x() + 0.5));
        row.add(calibration.getY(object.y() + 0.5, found.mask().getHeight()));
      }
      if (confidence) {
        row.add(object.confidence());
      }
      table.add(row);
    }
    return table;
  }

  /**
   * One row for each slice, the least confident first: number and area of its objects, the part of
   * the slice that they cover, and confidence over the whole slice, background too.
   *
   * @param confidencesOrNull mean confidence of each plane, or null
   */
  public static ObjectTable ofSlices(FoundObjects found, List<Double> confidencesOrNull) {
    final int planes = new ImagePlusAdapter(found.mask()).planes();
    final SortedMap<Integer, Double> confidences = new TreeMap<>();
    for (int plane = 0; plane < planes; plane++) {
      confidences.put(
          plane,
          confidencesOrNull == null ? Double.valueOf(Double.NaN) : confidencesOrNull.get(plane));
    }
    return ofSlices(found, confidences, confidencesOrNull != null);
  }

  /**
   * The same for some slices only.
   *
   * @param confidences mean confidence of these slices by their numbers, from 0
   */
  public static ObjectTable ofSome(FoundObjects found, SortedMap<Integer, Double> confidences) {
    return ofSlices(found, confidences, true);
  }

  private static ObjectTable ofSlices(
      FoundObjects found, SortedMap<Integer, Double> confidences, boolean known) {
    final ObjectTable table = new ObjectTable();
    final PixelSize size = PixelSizes.of(found.mask());
    table.headings.addAll(List.of(SLICE, OBJECTS, "Area (pixel)"));
    if (size != null) {
      table.headings.add("Area (" + size.unit() + "^2)");
    }
    table.headings.add("Area %");
    if (known) {
      table.headings.add(CONFIDENCE);
    }
    final double all = (double) found.mask().getWidth() * found.mask().getHeight();
    final Map<Integer, Integer> counts = new HashMap<>();
    final Map<Integer, Double> areas = new HashMap<>();
    for (final FoundObject object : found.all()) {
      counts.merge(object.plane(), 1, Integer::sum);
      areas.merge(object.plane(), (double) object.pixels(), Double::sum);
    }
    confidences.forEach(
        (plane, confidence) -> {
          final double count = counts.getOrDefault(plane, 0);
          final double area = areas.getOrDefault(plane, 0.0);
          final List<Double> row = new ArrayList<>(List.of(plane + 1.0, count, area));
          if (size != null) {
            row.add(area * size.width() * size.height());
          }
          row.add(100 * area / all);
          if (known) {
            row.add(confidence);
          }
          table.add(row);
        });
    if (known) {
      final int last = table.headings.size() - 1;
      table.rows.sort(Comparator.comparingDouble(row -> row[last]));
    }
    return table;
  }

  private void add(List<Double> row) {
    rows.add(row.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Returns the table for ImageJ, not shown. */
  ResultsTable toResultsTable() {
    final ResultsTable table = new ResultsTable();
    table.setPrecision(DECIMALS);
    table.showRowNumbers(false);
    for (final double[] row : rows) {
      table.addRow();
      for (int i = 0; i < row.length; i++) {
        table.addValue(headings.get(i), row[i]);
      }
    }
    return table;
  }

  /** Returns the table as CSV (RFC 4180) with all digits. */
  public String toCsv() {
    final StringBuilder text = new StringBuilder();
    Csv.append(text, headings);
    for (final double[] row : rows) {
      final List<String> fields = new ArrayList<>();
      for (final double value : row) {
        fields.add(Csv.number(value));
      }
      Csv.append(text, fields);
    }
    return text.toString();
  }

  /** Shows the table under a title, see {@link Tables#show}. */
  public void show(String title) {
    Tables.show(toResultsTable(), title);
  }
}
