package sc.fiji.duosegnet.hostile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/** Makes checksums right again, as whoever changes a file on purpose would. */
public final class Checksums {

  private static final int SHA_256 = 32;

  private Checksums() {}

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }

  /** Replaces the checksum at the end of a checkpoint's bytes. */
  public static byte[] sealCheckpoint(byte[] bytes) {
    if (bytes.length < SHA_256) {
      return bytes;
    }
    final byte[] sealed = bytes.clone();
    final byte[] sum = sha256(Arrays.copyOf(bytes, bytes.length - SHA_256));
    System.arraycopy(sum, 0, sealed, bytes.length - SHA_256, SHA_256);
    return sealed;
  }

  /** Puts the checksums of a package's entries into its description. */
  public static void sealPackage(Map<String, byte[]> entries) {
    final byte[] yaml = entries.get("rdf.yaml");
    if (yaml == null) {
      return;
    }
    String text = new String(yaml, StandardCharsets.UTF_8);
    for (final Map.Entry<String, byte[]> entry : entries.entrySet()) {
      final String name = entry.getKey().replaceAll("[^A-Za-z0-9./_-]", ".");
      final String sum = HexFormat.of().formatHex(sha256(entry.getValue()));
      text = text.replaceAll("(source: " + name + "\\s+sha256: )\\S+", "$1'" + sum + "'");
    }
    entries.put("rdf.yaml", text.getBytes(StandardCharsets.UTF_8));
  }
}
