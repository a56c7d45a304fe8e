package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small file takes no more memory than its bytes account for, whatever it says. */
class TiffStructureTest {

  private static final int META_DATA_COUNTS = 50838;
  private static final int LENGTH = 100;

  @TempDir Path folder;

  /** A file of 100 bytes with one tag. */
  private static byte[] file(int tag, int type, int count) {
    return ByteBuffer.allocate(LENGTH)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("II".getBytes(StandardCharsets.US_ASCII))
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) tag)
        .putShort((short) type)
        .putInt(count)
        .putInt(40)
        .array();
  }

  private static String refusal(byte[] file) {
    return assertThrows(IOException.class, () -> TiffStructure.check(file)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 14, 15, 19, 65535})
  void countsThatTheFileHasNoRoomForAreRefusedWhateverTheirType(int type) throws IOException {
    // 500 million numbers would take 4 GB, more than this test may have.
    final byte[] bytes = file(META_DATA_COUNTS, type, 500_000_000);
    assertEquals("its tag 50838 has 500000000 values beyond its end", refusal(bytes));
    final Path file = Files.write(folder.resolve("a.tif"), bytes);
    for (final String message :
        new String[] {
          assertThrows(IOException.class, () -> ImageFiles.open(file)).getMessage(),
          assertThrows(IOException.class, () -> ImageFiles.openLazily(file)).getMessage()
        }) {
      assertTrue(message.contains("(its tag 50838 has 500000000 values beyond its end)"), message);
    }
  }

  @Test
  void countsOfMetadataMustBeOfFourBytes() throws IOException {
    assertEquals(
        "its tag 50838 has 10 values of type 14, not of 4 bytes",
        refusal(file(META_DATA_COUNTS, 14, 10)));
    // There is room for 50 bytes, but four times as many would be read.
    assertEquals(
        "its tag 50838 has 50 values of type 1, not of 4 bytes",
        refusal(file(META_DATA_COUNTS, 1, 50)));
    TiffStructure.check(file(META_DATA_COUNTS, 4, 10));
  }

  @Test
  void tagsOfUnknownTypesArePassedOverAsTiffWantsIt() throws IOException {
    TiffStructure.check(file(40_000, 14, 10));
    assertEquals(
        "its tag 40000 has 61 values beyond its end", refusal(file(40_000, 14, LENGTH - 39)));
  }

  @Test
  void aStackOfMorePlanesThanTheFileHoldsIsNotOpenedLazily() throws IOException {
    final Path file = folder.resolve("stack.tif");
    new FileSaver(new ImagePlus("stack", ImageStack.create(20, 10, 3, 8)))
        .saveAsTiffStack(file.toString());
    // A host with another reader leaves it to that one to find out.
    assertTrue(ImageFiles.isPlainTiffStack(file, true));
    assertTrue(ImageFiles.isPlainTiffStack(file, false));
    final String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    final String planes = "images=3\nslices=3\n";
    assertTrue(text.contains(planes), text);
    Files.writeString(
        file, text.replace(planes, "images=1999999999\n"), StandardCharsets.ISO_8859_1);
    assertFalse(ImageFiles.isPlainTiffStack(file, true));
    assertFalse(ImageFiles.isPlainTiffStack(file, false));
  }
}
