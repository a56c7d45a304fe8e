package sc.fiji.duosegnet.imagej;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which subfolders of a folder count.
 *
 * @param included whether any do
 * @param leftOut folders that don't, with all that is in them; absolute and normalized
 */
public record Subfolders(boolean included, Set<Path> leftOut) {

  /** Files of the folder itself only. */
  public static final Subfolders NONE = new Subfolders(false, Set.of());

  public Subfolders {
    leftOut = Set.copyOf(leftOut);
  }

  /**
   * Subfolders but those that were given for something else, as masks may lie below their images.
   *
   * @param included whether subfolders count
   * @param others the other folders; null for those that were not given
   */
  public static Subfolders but(boolean included, Path... others) {
    return new Subfolders(
        included,
        Arrays.stream(others)
            .filter(Objects::nonNull)
            .map(other -> other.toAbsolutePath().normalize())
            .collect(Collectors.toSet()));
  }
}
