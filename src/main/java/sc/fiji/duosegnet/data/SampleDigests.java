package sc.fiji.duosegnet.data;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Tells which of many images has changed since all of them were seen last. */
public final class SampleDigests {

  private SampleDigests() {}

  /**
   * Returns a checksum of each image by its name. Opens those that nobody has asked about before.
   *
   * @param masked images whose masks count
   * @param plain images whose masks, if they have any, do not count
   * @param canceled asked before each image
   * @throws CancellationException if canceled
   */
  public static Map<String, String> of(
      Collection<Sample> masked, Collection<Sample> plain, BooleanSupplier canceled) {
    final Map<String, String> digests = new TreeMap<>();
    add(digests, masked, true, canceled);
    add(digests, plain, false, canceled);
    return digests;
  }

  private static void add(
      Map<String, String> digests,
      Collection<Sample> samples,
      boolean withMask,
      BooleanSupplier canceled) {
    for (final Sample sample : samples) {
      if (canceled.getAsBoolean()) {
        throw new CancellationException();
      }
      digests.put(sample.name(), SampleDigest.of(sample, withMask));
    }
  }

  /**
   * Returns the first change in words for the middle of a sentence, or null.
   *
   * @param before what a file holds of former checksums
   * @param now checksums of the same names
   */
  public static String difference(Object before, Map<String, String> now) {
    final Map<?, ?> former = before instanceof Map<?, ?> map ? map : Map.of();
    for (final Map.Entry<String, String> image : now.entrySet()) {
      if (!image.getValue().equals(former.get(image.getKey()))) {
        return "image '" + image.getKey() + "' has other pixels or another mask";
      }
    }
    return null;
  }
}
