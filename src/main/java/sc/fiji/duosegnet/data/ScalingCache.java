package sc.fiji.duosegnet.data;

import java.util.IdentityHashMap;
import java.util.Map;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.model.NormalizationSettings;

/** Works out each sample's scaling once. Not thread-safe. */
final class ScalingCache {

  private final PercentileNormalization normalization;
  private final Map<Sample, Scaling> scalings = new IdentityHashMap<>();

  ScalingCache(NormalizationSettings settings) {
    normalization = new PercentileNormalization(settings);
  }

  /**
   * Returns a sample's scaling.
   *
   * @param image the sample's image, opened already
   */
  Scaling of(Sample sample, RandomAccessibleInterval<? extends RealType<?>> image) {
    return scalings.computeIfAbsent(sample, key -> normalization.scaling(image));
  }
}
