package sc.fiji.duosegnet.zarr;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import sc.fiji.duosegnet.model.OneLine;

/** JSON files. */
final class Json {

  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  /** No description of arrays is longer; what is longer would only fill memory. */
  private static final int MOST_BYTES = 16 << 20;

  private Json() {}

  /**
   * Reads an object.
   *
   * @return null if there is no such file
   * @throws IOException in one sentence, if it is no JSON object, or one of more than 16 MB
   */
  static JsonObject read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    final byte[] bytes;
    try {
      bytes = LimitedBytes.read(file, MOST_BYTES);
    } catch (final IOException e) {
      throw new IOException(
          "File '"
              + file
              + "' can't be read ("
              + OneLine.of(e)
              + "); give an image that is complete.",
          e);
    }
    try {
      return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
    } catch (final JsonParseException | IllegalStateException e) {
      throw new IOException(
          "File '" + file + "' is no JSON object; give an image that is complete.", e);
    }
  }

  /** Writes an object; the file is there complete or not at all. */
  static void write(Path file, JsonObject json) throws IOException {
    write(file, PRETTY.toJson(json).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes bytes to a temporary file of this call alone, which then takes the file's place, as
   * several programs may write the same chunk at the same time.
   */
  static void write(Path file, byte[] bytes) throws IOException {
    final Path folder = file.getParent();
    if (folder == null) {
      throw new IOException("File '" + file + "' lies in no folder.");
    }
    Files.createDirectories(folder);
    final Path temporary = folder.resolve(".writing-" + UUID.randomUUID() + ".tmp");
    try {
      Files.write(temporary, bytes);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
