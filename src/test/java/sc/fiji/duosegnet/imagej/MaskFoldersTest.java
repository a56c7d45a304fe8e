package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.io.TiffDecoder;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskFoldersTest {

  @TempDir Path folder;
  private Path predictions;
  private Path truths;

  @BeforeEach
  void makeFolders() throws IOException {
    predictions = Files.createDirectory(folder.resolve("predictions"));
    truths = Files.createDirectory(folder.resolve("truths"));
  }

  @Test
  void pairsByStemWithOrWithoutEnding() throws IOException {
    make(truths, "b.png", "a.x.tif");
    make(predictions, "a.x-mask.tif", "b.TIF");
    final List<MaskFolders.Files> files = MaskFolders.pair(predictions, truths, null, false);
    assertEquals(List.of("a.x", "b"), files.stream().map(MaskFolders.Files::name).toList());
    assertEquals(predictions.resolve("a.x-mask.tif"), files.get(0).prediction());
    assertEquals(truths.resolve("a.x.tif"), files.get(0).truth());
    assertNull(files.get(0).confidenceOrNull());
    assertEquals(predictions.resolve("b.TIF"), files.get(1).prediction());
  }

  @Test
  void oneFolderMayHoldAllThatSegmentImageWrites() throws IOException {
    make(truths, "a.tif");
    make(predictions, "a-mask.tif", "a-confidence.tif", "a-view1.tif", "a-view2.tif");
    make(predictions, "a-critic.tif");
    final MaskFolders.Files files =
        MaskFolders.pair(predictions, truths, predictions, false).get(0);
    assertEquals(predictions.resolve("a-mask.tif"), files.prediction());
    assertEquals(predictions.resolve("a-confidence.tif"), files.confidenceOrNull());
  }

  /** As Segment Folder writes them, with its table. */
  @Test
  void subfoldersArePairedByTheirNames() throws IOException {
    make(Files.createDirectories(truths.resolve("plate1")), "a.png");
    make(truths, "a.png");
    make(Files.createDirectories(predictions.resolve("plate1")), "a-mask.tif", "a-confidence.tif");
    make(predictions, "a-mask.tif", "a-confidence.tif", "summary.csv");
    final List<MaskFolders.Files> files = MaskFolders.pair(predictions, truths, predictions, true);
    assertEquals(List.of("a", "plate1/a"), files.stream().map(MaskFolders.Files::name).toList());
    assertEquals(predictions.resolve("plate1/a-mask.tif"), files.get(1).prediction());
    assertEquals(predictions.resolve("plate1/a-confidence.tif"), files.get(1).confidenceOrNull());
    assertEquals(1, MaskFolders.pair(predictions, truths, predictions, false).size());
    make(truths.resolve("plate1"), "b.png");
    final String sentence =
        assertThrows(IOException.class, () -> MaskFolders.pair(predictions, truths, null, true))
            .getMessage();
    assertTrue(sentence.startsWith("Truth 'plate1/b.png' has no prediction"), sentence);
  }

  @Test
  void exactlyTheSameStemComesFirst() throws IOException {
    make(truths, "a.tif", "a-mask.tif");
    make(predictions, "a.png", "a-mask.png");
    final List<MaskFolders.Files> files = MaskFolders.pair(predictions, truths, null, false);
    assertEquals(predictions.resolve("a.png"), files.get(0).prediction());
    assertEquals(predictions.resolve("a-mask.png"), files.get(1).prediction());
    Files.delete(predictions.resolve("a.png"));
    refused(null, "Truth 'a.tif' has no prediction of the same name");
  }

  @Test
  void refusesFilesWithoutCounterpart() throws IOException {
    make(truths, "a.tif", "b.tif", "c.tif");
    make(predictions, "a.tif");
    refused(
        null, "Truth 'b.tif' has no prediction", "'-mask', in '" + predictions, "(2 such files)");
    make(predictions, "b.tif", "c-mask.tif", "d-mask.tif");
    refused(null, "File 'd-mask.tif' in '" + predictions + "' is a prediction without a truth");
    Files.delete(predictions.resolve("d-mask.tif"));
    make(predictions, "a-mask.tif");
    refused(null, "File 'a-mask.tif'");
    Files.delete(predictions.resolve("a-mask.tif"));
    final Path confidences = Files.createDirectory(folder.resolve("confidences"));
    make(confidences, "a-confidence.tif");
    refused(confidences, "Truth 'b.tif' has no confidence", "'-confidence', in '" + confidences);
  }

  @Test
  void refusesMissingAndEmptyFolders() throws IOException {
    refused(null, "(truth_folder) holds no files");
    make(truths, "a.tif");
    refused(null, "(prediction_folder) holds no files");
    make(predictions, "a.tif");
    refused(folder.resolve("none"), "Input 'confidence_folder' is", "not a folder");
  }

  /** Stacks may be larger than memory. */
  @Test
  void planesAreReadWhenTheyAreNeeded() throws IOException {
    final ImageStack masks = new ImageStack(4, 4);
    final ImageStack confidences = new ImageStack(4, 4);
    for (int i = 0; i < 3; i++) {
      masks.addSlice(new ByteProcessor(4, 4));
      confidences.addSlice(new FloatProcessor(4, 4));
    }
    final Path mask = predictions.resolve("a-mask.tif");
    final Path confidence = predictions.resolve("a-confidence.tif");
    final Path truth = truths.resolve("a.tif");
    IJ.saveAsTiff(new ImagePlus("a", masks), mask.toString());
    IJ.saveAsTiff(new ImagePlus("a", confidences), confidence.toString());
    Files.copy(mask, truth);
    final MaskComparison opened =
        MaskFolders.pair(predictions, truths, predictions, false).get(0).open();
    assertEquals(3, opened.planes());
    // Written afterwards: seen only if the planes were not read before.
    setLastPixel(mask, 255, 1);
    setLastPixel(truth, 1, 1);
    setLastPixel(confidence, Float.floatToIntBits(0.75f), Float.BYTES);
    final MaskPair last = opened.plane(2);
    assertEquals(1, last.predicted()[15]);
    assertEquals(1, last.truth()[15]);
    assertEquals(0.75f, last.confidenceOrNull()[15]);
    assertEquals(0, opened.plane(1).predicted()[15]);
  }

  /** ImageJ writes the pixels of three planes one after the other. */
  private static void setLastPixel(Path file, int bits, int length) throws IOException {
    final FileInfo first =
        new TiffDecoder(file.getParent() + File.separator, file.getFileName().toString())
            .getTiffInfo()[0];
    final byte[] bytes = Files.readAllBytes(file);
    final int end = (int) first.getOffset() + 3 * 4 * 4 * length;
    for (int i = 0; i < length; i++) {
      final int place = first.intelByteOrder ? end - length + i : end - 1 - i;
      bytes[place] = (byte) (bits >> 8 * i);
    }
    Files.write(file, bytes);
  }

  /** As ImageJ shows binary images: zero is white there. */
  @Test
  void invertedMasksAreTheSameReadPlaneByPlane() throws IOException {
    final ImageStack masks = new ImageStack(4, 4);
    for (int i = 0; i < 2; i++) {
      final ByteProcessor mask = new ByteProcessor(4, 4);
      mask.set(i, 255);
      mask.invertLut();
      masks.addSlice(mask);
    }
    final Path file = predictions.resolve("a.tif");
    IJ.saveAsTiff(new ImagePlus("a", masks), file.toString());
    final ImagePlus whole = ImageFiles.open(file);
    final ImagePlus lazily = ImageFiles.openLazily(file);
    assertTrue(lazily.getStack().isVirtual());
    for (int slice = 1; slice <= 2; slice++) {
      assertArrayEquals(
          (byte[]) whole.getStack().getPixels(slice), (byte[]) lazily.getStack().getPixels(slice));
      assertEquals(255, lazily.getStack().getProcessor(slice).get(slice - 1));
    }
  }

  private void refused(Path confidences, String... parts) {
    final String sentence =
        assertThrows(
                IOException.class, () -> MaskFolders.pair(predictions, truths, confidences, false))
            .getMessage();
    for (final String part : parts) {
      assertTrue(sentence.contains(part), sentence);
    }
  }

  private static void make(Path folder, String... names) throws IOException {
    for (final String name : names) {
      Files.createFile(folder.resolve(name));
    }
  }
}
