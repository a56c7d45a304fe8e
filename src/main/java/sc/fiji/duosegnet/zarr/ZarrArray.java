package sc.fiji.duosegnet.zarr;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import sc.fiji.duosegnet.model.OneLine;

/** An array in a folder. Thread-safe; nothing is held open. */
final class ZarrArray {

  private static final String VERSION_2 = ".zarray";
  private static final String VERSION_3 = "zarr.json";

  private final Path folder;
  private final ZarrMetadata metadata;

  private ZarrArray(Path folder, ZarrMetadata metadata) {
    this.folder = folder;
    this.metadata = metadata;
  }

  /**
   * Opens an array of either version.
   *
   * @throws IOException in one sentence, if the folder holds none that is understood
   */
  static ZarrArray open(Path folder) throws IOException {
    try {
      final JsonObject version2 = Json.read(folder.resolve(VERSION_2));
      if (version2 != null) {
        return new ZarrArray(folder, MetadataReader.version2(version2));
      }
      final JsonObject version3 = Json.read(folder.resolve(VERSION_3));
      if (version3 != null && version3.has("shape")) {
        return new ZarrArray(folder, MetadataReader.version3(version3));
      }
    } catch (final IllegalArgumentException e) {
      throw new IOException("Zarr array '" + folder + "' can't be read: " + e.getMessage(), e);
    } catch (final RuntimeException e) {
      throw new IOException(
          "Zarr array '"
              + folder
              + "' can't be read: its metadata are incomplete ("
              + OneLine.of(e)
              + ").",
          e);
    }
    throw new IOException(
        "Folder '"
            + folder
            + "' is no Zarr array: it has neither .zarray nor zarr.json; give an image that is"
            + " complete.");
  }

  /**
   * Makes an array without chunks.
   *
   * @param axes names of the axes
   */
  static ZarrArray create(Path folder, ZarrMetadata metadata, List<String> axes)
      throws IOException {
    Files.createDirectories(folder);
    final ZarrArray array = new ZarrArray(folder, metadata);
    Json.write(array.metadataFile(), MetadataWriter.json(metadata, axes));
    return array;
  }

  ZarrMetadata metadata() {
    return metadata;
  }

  Path folder() {
    return folder;
  }

  /** Returns the file that says what the array is like. */
  Path metadataFile() {
    return folder.resolve(metadata.format() == 2 ? VERSION_2 : VERSION_3);
  }

  private Path file(long[] chunk) {
    final Shards shards = metadata.shardOrNull();
    return folder.resolve(metadata.fileName(shards == null ? chunk : shards.shard(chunk)));
  }

  /** Tells whether a chunk was written to an array without shards. */
  boolean has(long[] chunk) {
    return Files.isRegularFile(file(chunk));
  }

  /**
   * Reads a chunk.
   *
   * @param chunk its number along each axis, from 0
   * @return the bytes of all its numbers, also of those past the border
   * @throws IOException in one sentence, if it can't be read
   */
  byte[] read(long[] chunk) throws IOException {
    final Path file = file(chunk);
    final int most = metadata.storedBytes();
    try {
      byte[] bytes =
          metadata.shardOrNull() == null
              ? LimitedBytes.read(file, most)
              : metadata.shardOrNull().read(file, chunk, most);
      if (bytes == null) {
        return metadata.emptyChunk();
      }
      for (int i = metadata.compressions().size() - 1; i >= 0; i--) {
        bytes = metadata.compressions().get(i).decodeOrSay(bytes, most);
      }
      if (bytes.length != metadata.chunkBytes()) {
        throw new IOException(
            "it has " + bytes.length + " bytes instead of " + metadata.chunkBytes());
      }
      return bytes;
    } catch (final NoSuchFileException e) {
      return metadata.emptyChunk();
    } catch (final IOException e) {
      throw new IOException(
          "Chunk '" + file + "' can't be read (" + e.getMessage() + "); restore the file.", e);
    }
  }

  /**
   * Writes a chunk, which is there complete or not at all.
   *
   * @param raw bytes of all its numbers, also of those past the border
   */
  void write(long[] chunk, byte[] raw) throws IOException {
    byte[] bytes = raw;
    for (final Compression compression : metadata.compressions()) {
      bytes = compression.encode(bytes);
    }
    Json.write(file(chunk), bytes);
  }
}
