package sc.fiji.duosegnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.hostile.Checksums;

class CheckpointFileTest {

  @TempDir Path folder;

  private static Map<String, Object> header() {
    final Map<String, Object> header = new LinkedHashMap<>();
    header.put("text", "größe 'a' \"b\"\n\t");
    header.put("long", Long.MIN_VALUE + 1);
    header.put("int", 7);
    header.put("tiny", 1.2345678901234567e-300);
    header.put("nan", Double.NaN);
    header.put("list", List.of(1, 2, 3));
    return header;
  }

  private static Map<String, float[]> arrays() {
    final float[] large = new float[100_001];
    for (int i = 0; i < large.length; i++) {
      large[i] = Float.intBitsToFloat(i * 40503);
    }
    final Map<String, float[]> arrays = new LinkedHashMap<>();
    arrays.put("a/large", large);
    arrays.put("none", new float[0]);
    arrays.put("µ", new float[] {Float.NaN, -0f, Float.MIN_VALUE});
    return arrays;
  }

  private Path written() throws IOException {
    final Path file = folder.resolve("a.checkpoint");
    CheckpointFile.write(file, header(), CheckpointFileTest::giveAll);
    return file;
  }

  private static void giveAll(CheckpointFile.Sink sink) throws IOException {
    for (final Map.Entry<String, float[]> array : arrays().entrySet()) {
      sink.add(array.getKey(), array.getValue());
    }
  }

  @Test
  void everyBitComesBack() throws IOException {
    final CheckpointFile file = CheckpointFile.open(written());
    assertEquals(header(), file.header());
    final Map<String, float[]> read = new LinkedHashMap<>();
    file.read(read::put);
    assertEquals(List.copyOf(arrays().keySet()), List.copyOf(read.keySet()));
    arrays().forEach((name, values) -> assertArrayEquals(bits(values), bits(read.get(name)), name));
    assertEquals(List.of("a.checkpoint"), names());
  }

  @Test
  void anyDamageIsFound() throws IOException {
    final Path file = written();
    final byte[] bytes = Files.readAllBytes(file);
    for (final int place : new int[] {0, 9, 40, bytes.length / 2, bytes.length - 1}) {
      final byte[] damaged = bytes.clone();
      damaged[place] ^= 4;
      refused(damaged, "its checksum is wrong");
    }
    for (final int length : new int[] {0, 31, 32, 1000, bytes.length - 1}) {
      refused(Arrays.copyOf(bytes, length), "its checksum is wrong");
    }
    refused(Arrays.copyOf(bytes, bytes.length + 1), "its checksum is wrong");
  }

  /** A checksum that is right says that the file is whole, not that it makes sense. */
  @Test
  void lengthsBeyondTheFileAreRefused() throws IOException {
    final byte[] bytes = Files.readAllBytes(written());
    final ByteBuffer buffer = ByteBuffer.wrap(bytes);
    final int header = buffer.getInt(12);
    for (final int length : new int[] {-1, Integer.MAX_VALUE, 32 << 20}) {
      buffer.putInt(12, length);
      final String message = unreadable(bytes);
      assertTrue(
          message.equals("it has a text of " + length + " bytes")
              || message.equals("it ends within its header"),
          message);
    }
    buffer.putInt(12, header);
    final int array = 16 + header + 4 + "a/large".length();
    assertEquals(100_001, buffer.getInt(array));
    for (final int length : new int[] {-1, Integer.MAX_VALUE, 1 << 24}) {
      buffer.putInt(array, length);
      assertEquals("its 'a/large' has " + length + " values", unreadable(bytes));
    }
  }

  private String unreadable(byte[] bytes) throws IOException {
    final Path file = folder.resolve("c.checkpoint");
    Files.write(file, Checksums.sealCheckpoint(bytes));
    return assertThrows(
            IOException.class, () -> CheckpointFile.open(file).read((name, values) -> {}))
        .getMessage();
  }

  private void refused(byte[] bytes, String reason) throws IOException {
    final Path file = Files.write(folder.resolve("b.checkpoint"), bytes);
    assertEquals(
        reason, assertThrows(IOException.class, () -> CheckpointFile.open(file)).getMessage());
  }

  @Test
  void anEarlierOneStaysWhereWritingFails() throws IOException {
    final Path file = written();
    final byte[] before = Files.readAllBytes(file);
    final IOException failure = new IOException("no more");
    assertEquals(
        failure,
        assertThrows(
            IOException.class,
            () ->
                CheckpointFile.write(
                    file,
                    Map.of("a", 1),
                    sink -> {
                      sink.add("b", new float[100_000]);
                      throw failure;
                    })));
    assertArrayEquals(before, Files.readAllBytes(file));
    assertEquals(List.of("a.checkpoint"), names());
  }

  @Test
  void whatAKilledProgramLeftIsNoObstacle() throws IOException {
    Files.write(folder.resolve("a.checkpoint.tmp"), new byte[1_000_000]);
    assertTrue(Files.size(written()) < 1_000_000);
    assertEquals(List.of("a.checkpoint"), names());
  }

  @Test
  void whatReadsBackOtherwiseDoesNotTakeTheFilesPlace() throws IOException {
    final Path file = Files.writeString(folder.resolve("c"), "old");
    assertThrows(
        IOException.class,
        () ->
            FileReplacement.write(
                file,
                out -> out.write(new byte[10]),
                written -> {
                  assertEquals(10, Files.size(written));
                  throw new IOException("reads back otherwise");
                }));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("c"), names());
  }

  private static int[] bits(float[] values) {
    final int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
