package sc.fiji.duosegnet.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a {@link PatchSampler} is: what all its later batches follow from, besides the images and
 * settings. Small, whatever the images' size.
 *
 * @param view1 state of the labeled images of view 1
 * @param view2 state of those of view 2
 * @param unlabeled state of the unlabeled images; null where the method takes none
 * @param strong state of the random numbers of strong views; 0 where the method has none
 */
public record SamplerState(Source view1, Source view2, Source unlabeled, long strong) {

  /**
   * State of one list of images.
   *
   * @param random state of the random numbers for order, patches and turns
   * @param photometric state of those for changes of intensities
   * @param order places in the list of this round's images
   * @param position how many images of this round were given
   */
  public record Source(long random, long photometric, List<Integer> order, int position) {

    Map<String, Object> toMap() {
      final Map<String, Object> map = new LinkedHashMap<>();
      map.put("random", random);
      map.put("photometric", photometric);
      map.put("order", order);
      map.put("position", position);
      return map;
    }

    static Source of(Map<?, ?> map) {
      return new Source(
          number(map, "random"),
          number(map, "photometric"),
          ((List<?>) map.get("order")).stream().map(place -> ((Number) place).intValue()).toList(),
          (int) number(map, "position"));
    }
  }

  /** Returns the state as nested maps of plain values, for {@link #of}. */
  public Map<String, Object> toMap() {
    final Map<String, Object> map = new LinkedHashMap<>();
    map.put("view1", view1.toMap());
    map.put("view2", view2.toMap());
    if (unlabeled != null) {
      map.put("unlabeled", unlabeled.toMap());
    }
    map.put("strong", strong);
    return map;
  }

  /**
   * Reads what {@link #toMap} made.
   *
   * @throws ClassCastException or NullPointerException if it did not
   */
  public static SamplerState of(Map<?, ?> map) {
    return new SamplerState(
        Source.of((Map<?, ?>) map.get("view1")),
        Source.of((Map<?, ?>) map.get("view2")),
        map.get("unlabeled") instanceof Map<?, ?> unlabeled ? Source.of(unlabeled) : null,
        number(map, "strong"));
  }

  private static long number(Map<?, ?> map, String key) {
    return ((Number) map.get(key)).longValue();
  }
}
