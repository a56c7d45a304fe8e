package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The commit that a benchmark's rows are labeled with. */
final class Commit {

  /** System property that names the commit where there is no git. */
  private static final String PROPERTY = "benchmark.commit";

  private Commit() {}

  /**
   * Returns the short hash of the checked-out commit, or the value of the property {@code
   * benchmark.commit} if that is set.
   *
   * @throws IOException if git can't tell
   */
  static String current() throws IOException {
    String given = System.getProperty(PROPERTY, "");
    if (!given.isBlank()) {
      return given.strip();
    }
    Process git =
        new ProcessBuilder("git", "rev-parse", "--short", "HEAD")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String hash =
        new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    if (hash.isEmpty()) {
      throw new IOException(
          "git does not tell the current commit here; give it as -D" + PROPERTY + "=<hash>.");
    }
    return hash;
  }
}
