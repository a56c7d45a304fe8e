package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Open images of the same title. */
class OpenImagesTest {

  @BeforeEach
  void begin() {
    Interpreter.batchMode = true; // as in a headless macro: shown images are known by their titles
    closeAll();
  }

  @AfterEach
  void end() {
    closeAll();
    Interpreter.batchMode = false;
  }

  /** Only in batch mode does the interpreter tell its images. */
  private static void closeAll() {
    for (final int id : Interpreter.getBatchModeImageIDs()) {
      Interpreter.removeBatchModeImage(Interpreter.getBatchModeImage(id));
    }
  }

  private static ImagePlus image(String title) {
    return IJ.createImage(title, "8-bit black", 8, 8, 1);
  }

  @Test
  void areToldApart() {
    final ImagePlus first = image("mask");
    final ImagePlus other = image("cells");
    final ImagePlus second = image("mask");
    List.of(first, other, second).forEach(ImagePlus::show);
    final OpenImages open = new OpenImages();
    assertEquals(
        List.of("mask (opened as 1 of 2)", "cells", "mask (opened as 2 of 2)"), open.labels());
    assertSame(second, open.get(2));
    assertEquals(2, open.indexOf(second));
    assertEquals(-1, open.indexOf(image("mask")));
    assertEquals(-1, open.indexOf(null));
    assertNull(open.get(-1));
    Interpreter.removeBatchModeImage(second);
    assertNull(open.get(2), "closed meanwhile");
  }

  @Test
  void resultsGetTitlesOfTheirOwn() {
    final ImagePlus old = image("cells-mask");
    final ImagePlus result = image("cells-mask");
    Images.show(old);
    Images.show(result);
    assertEquals("cells-mask", old.getTitle(), "macros find the first one as before");
    assertEquals("cells-mask-1", result.getTitle());
    assertSame(result, WindowManager.getImage("cells-mask-1"));
    final FoundObjects found = new FoundObjects(result);
    found.add(
        new ObjectFinder(false, 0, false).find(0, new ImagePlusAdapter(result).mask(0), null));
    assertEquals("cells-1-objects", found.labelImage().getTitle());
  }
}
