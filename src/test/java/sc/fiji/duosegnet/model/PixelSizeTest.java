package sc.fiji.duosegnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelSizeTest {

  @ParameterizedTest
  @CsvSource({
    "250, nm, 0.25, micron",
    "250, nanometers, 0.25, \u00b5m",
    "0.25, \u00b5m, 0.25, \u03bcm",
    "0.25, um, 0.25, microns",
    "0.00025, mm, 0.25, Micrometres",
    "1, inch, 25.4, mm",
    "1, Inch, 2.54, cm",
    "3, parsec, 3, parsec"
  })
  void unitsAreConverted(double size, String unit, double other, String otherUnit) {
    final PixelSize.Factor factor =
        new PixelSize(size, 2 * size, unit.trim()).in(new PixelSize(other, other, otherUnit));
    assertEquals(1, factor.x(), 1e-9);
    assertEquals(2, factor.y(), 1e-9);
    assertEquals(2, factor.most(), 1e-9);
  }

  @Test
  void unknownUnitsCannotBeCompared() {
    assertNull(new PixelSize(1, 1, "parsec").in(new PixelSize(1, 1, "mm")));
    assertNull(new PixelSize(1, 1, "mm").in(new PixelSize(1, 1, "sec")));
  }

  @Test
  void smallAndLargeFactorsAreAlikeFarFromOne() {
    assertEquals(4, new PixelSize.Factor(0.25, 1).most(), 1e-12);
    assertEquals(1.25, new PixelSize.Factor(1, 1.25).most(), 1e-12);
    assertEquals(1, PixelSize.Factor.NONE.most());
  }

  @Test
  void imagesHaveASizeInCommonOnlyIfAllAreAlike() {
    final PixelSize first = new PixelSize(0.25, 0.25, "micron");
    final PixelSize near = new PixelSize(290, 240, "nm");
    assertEquals(first, PixelSize.common(List.of(first, near, first)));
    assertNull(PixelSize.common(List.of()));
    assertNull(PixelSize.common(Arrays.asList(first, null)));
    assertNull(PixelSize.common(List.of(first, new PixelSize(0.25, 0.31, "micron"))));
    assertNull(PixelSize.common(List.of(first, new PixelSize(0.25, 0.25, "sec"))));
  }

  @Test
  void textIsShort() {
    assertEquals("0.25 x 0.5 micron", new PixelSize(0.25, 0.5, "micron").text());
    assertEquals("100 x 1.333 nm", new PixelSize(100, 4.0 / 3, "nm").text());
  }

  @Test
  void noLengthNoSize() {
    for (final double width : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> new PixelSize(width, 1, "mm"))
              .getMessage()
              .startsWith("Pixel size is " + width + " x 1.0 mm; give two numbers above 0"));
    }
    assertThrows(IllegalArgumentException.class, () -> new PixelSize(1, 1, " "));
  }
}
