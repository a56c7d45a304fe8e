package sc.fiji.duosegnet.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Checksums as bioimage.io's descriptions hold them. */
public final class Sha256 {

  private Sha256() {}

  /** Returns a new digest. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (final NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  /** Returns the checksum of what the digest was given, in lower-case hexadecimal digits. */
  public static String hex(final MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
