package sc.fiji.duosegnet.hostile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Zip files taken apart, put together again, and changed where their structure is. */
public final class Zips {

  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;

  /** Deflates to a fifth of a megabyte. */
  private static final byte[] BOMB = new byte[200 << 20];

  /** Names that lead out of a folder, some of them far. */
  private static final List<String> OUTSIDE =
      List.of(
          "../evil.txt",
          "a/../../evil.txt",
          "../../../evil.txt",
          "/tmp/evil-of-duo-segnet.txt",
          "..\\evil.txt",
          "C:\\evil.txt");

  private Zips() {}

  /** Returns the entries of a zip file by name. */
  public static Map<String, byte[]> entries(byte[] zip) {
    final Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  /** Makes a zip file. */
  public static byte[] zip(Map<String, byte[]> entries, int level) {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setLevel(level);
      for (final Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Returns where the names that lead out of a folder lead to from there. */
  static List<Path> escapes(Path folder) {
    return OUTSIDE.stream().map(name -> folder.resolve(name).normalize()).toList();
  }

  /** Returns a zip file with another structure. */
  static byte[] change(byte[] zip, Random random) {
    return change(zip, random, entries -> {});
  }

  /**
   * Returns a zip file with another structure.
   *
   * @param seal makes right again what depends on the entries
   */
  static byte[] change(byte[] zip, Random random, Consumer<Map<String, byte[]>> seal) {
    final Map<String, byte[]> entries = entries(zip);
    final List<String> names = new ArrayList<>(entries.keySet());
    final String one = names.get(random.nextInt(names.size()));
    final String other = names.get(random.nextInt(names.size()));
    switch (random.nextInt(9)) {
      case 0:
        entries.remove(one);
        break;
      case 1:
        entries.put(OUTSIDE.get(random.nextInt(OUTSIDE.size())), entries.remove(one));
        break;
      case 2:
        entries.put(one, entries.get(other));
        break;
      case 3:
        entries.put(one, Blind.change(entries.get(one), random));
        break;
      case 4:
        entries.put(one + "/", new byte[0]);
        break;
      case 5:
        return field(zip, LOCAL, random);
      case 6:
        return field(zip, CENTRAL, random);
      case 7:
        return field(zip, END, random);
      default:
        if (random.nextInt(25) == 0) { // as it takes its time
          entries.put(one, BOMB);
          seal.accept(entries);
          return zip(entries, Deflater.BEST_SPEED);
        }
        entries.put(one, new byte[0]);
    }
    seal.accept(entries);
    return zip(entries, random.nextBoolean() ? Deflater.BEST_SPEED : Deflater.NO_COMPRESSION);
  }

  /** Changes a number in one of the records with a signature. */
  private static byte[] field(byte[] zip, int signature, Random random) {
    final byte[] changed = zip.clone();
    final ByteBuffer buffer = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
    final List<Integer> places = new ArrayList<>();
    for (int i = 0; i + 46 < changed.length || signature == END && i + 22 <= changed.length; i++) {
      if (buffer.getInt(i) == signature) {
        places.add(i);
      }
    }
    final int at = places.get(random.nextInt(places.size()));
    Blind.extreme(changed, at + 4 + random.nextInt(signature == END ? 15 : 40), random);
    return changed;
  }
}
