package sc.fiji.duosegnet.zarr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A result of the size of an OME-Zarr image, with the same axes, scales and chunks, one channel,
 * and a pyramid. Several programs may write its blocks. While it is being written its folder's name
 * ends with {@code .partial}; {@link #finish()} takes that away.
 */
public final class ZarrOutput {

  private static final String PARTIAL = ".partial";
  private static final String OLDER = ".older";
  private static final String IDENTITY = ".duo-segnet";

  private final Path target;
  private final List<ZarrArray> levels;

  private ZarrOutput(Path target, OmeZarr image) throws IOException {
    this.target = target;
    levels = new ArrayList<>();
    for (int level = 0; level < image.levels().size(); level++) {
      levels.add(image.array(level));
    }
  }

  /** Tells whether a result is there, finished. */
  public static boolean exists(Path target) {
    return OmeZarr.isImage(target);
  }

  private static Path partial(Path target) {
    return target.resolveSibling(target.getFileName() + PARTIAL);
  }

  /**
   * Makes a result without pixels, or goes on with an unfinished one. One that has no pixels yet is
   * made anew, whatever it was begun for.
   *
   * @param target its folder, in a folder that may have to be made
   * @param source the image
   * @param type type of its pixels
   * @param work one line of what the pixels follow from besides the image
   * @throws IOException in one sentence, if there is an unfinished one of other work, or of another
   *     image
   */
  public static ZarrOutput prepare(Path target, OmeZarr source, PixelType type, String work)
      throws IOException {
    final String identity = work + ", " + source.origin();
    final Path folder = partial(target);
    final Path mark = folder.resolve(IDENTITY);
    if (!Files.isRegularFile(mark) || isEmpty(folder)) {
      PyramidWriter.write(folder, source, type);
      // Comes last, so that what is there without it is made anew.
      Json.write(mark, identity.getBytes(StandardCharsets.UTF_8));
    }
    final String found = Files.readString(mark);
    if (!found.equals(identity)) {
      throw new IOException(
          "Unfinished result '"
              + folder
              + "' is of another run ("
              + found
              + ") than this one ("
              + identity
              + "); remove it, or give another output folder.");
    }
    return open(target);
  }

  /** Deletes an unfinished result if it has no pixels, so that nothing is left of a vain try. */
  public static void discardEmpty(Path target) throws IOException {
    final Path folder = partial(target);
    if (Files.isDirectory(folder) && isEmpty(folder)) {
      delete(folder);
    }
  }

  /** Tells whether there is nothing but metadata. */
  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.toFile().getName())
          .allMatch(name -> name.startsWith(".") || name.equals("zarr.json"));
    } catch (final UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Opens a result that is being written. */
  public static ZarrOutput open(Path target) throws IOException {
    return new ZarrOutput(target, OmeZarr.open(partial(target)));
  }

  /** Returns the number of arrays in the pyramid. */
  public int levels() {
    return levels.size();
  }

  /**
   * Cuts one of the arrays into blocks of whole chunks.
   *
   * @param limit pixels that a block may have, unless a single chunk has more
   */
  public List<Block> blocks(int level, long limit) {
    return Block.cut(levels.get(level).metadata(), limit);
  }

  /** Tells whether all chunks of a block are there. */
  public boolean has(int level, Block block) {
    final ZarrArray array = levels.get(level);
    return block.chunks(array.metadata()).stream().allMatch(array::has);
  }

  /**
   * Writes all chunks of a block.
   *
   * @param pixels {@code byte[]} or {@code float[]} in the order of the file
   */
  public void write(int level, Block block, Object pixels) throws IOException {
    final ZarrArray array = levels.get(level);
    for (final long[] chunk : block.chunks(array.metadata())) {
      array.write(chunk, bytes(array.metadata(), block, chunk, pixels));
    }
  }

  private static byte[] bytes(ZarrMetadata metadata, Block block, long[] chunk, Object pixels) {
    final int axes = metadata.axes();
    final int[] start = new int[axes];
    final int[] size = new int[axes];
    int rows = 1;
    for (int axis = 0; axis < axes; axis++) {
      start[axis] = Math.toIntExact(chunk[axis] * metadata.chunks()[axis] - block.min()[axis]);
      size[axis] = Math.min(metadata.chunks()[axis], block.size()[axis] - start[axis]);
      rows *= axis < axes - 1 ? size[axis] : 1;
    }
    final int last = axes - 1;
    final ByteBuffer raw =
        ByteBuffer.allocate(metadata.chunkBytes()).order(ByteOrder.LITTLE_ENDIAN);
    final int[] at = new int[axes];
    for (int row = 0; row < rows; row++) {
      int from = 0;
      int to = 0;
      for (int axis = 0; axis < axes; axis++) {
        from = from * block.size()[axis] + start[axis] + at[axis];
        to = to * metadata.chunks()[axis] + at[axis];
      }
      raw.position(to * metadata.type().bytes());
      if (pixels instanceof byte[] bytes) {
        raw.put(bytes, from, size[last]);
      } else {
        raw.asFloatBuffer().put((float[]) pixels, from, size[last]);
      }
      for (int axis = last - 1; axis >= 0 && ++at[axis] == size[axis]; axis--) {
        at[axis] = 0;
      }
    }
    return raw.array();
  }

  /**
   * Makes a block of the pyramid from the array before, in which all chunks below it are there.
   *
   * @param level its array, 1 or more
   */
  public void reduce(int level, Block block) throws IOException {
    write(level, block, Reduction.reduce(levels.get(level - 1), block));
  }

  /** Ends the result, which is then there under its own name; an older one is deleted. */
  public void finish() throws IOException {
    final Path folder = partial(target);
    final Path older = target.resolveSibling(target.getFileName() + OLDER);
    delete(older);
    if (Files.exists(target)) {
      Files.move(target, older, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
    // Not before: whoever goes on after a crash between the two must know what the chunks are of.
    Files.deleteIfExists(target.resolve(IDENTITY));
    delete(older);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      final List<Path> paths;
      try (Stream<Path> walk = Files.walk(folder)) {
        paths = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (final Path path : paths) {
        Files.delete(path);
      }
    }
  }
}
