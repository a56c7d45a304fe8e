package sc.fiji.duosegnet.data;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/** A sample whose pixels stay where they are. */
final class MemorySample implements Sample {

  private final String name;
  private final RandomAccessibleInterval<? extends RealType<?>> image;
  private final RandomAccessibleInterval<? extends RealType<?>> mask;
  private SampleFacts facts;

  MemorySample(
      String name,
      RandomAccessibleInterval<? extends RealType<?>> image,
      RandomAccessibleInterval<? extends RealType<?>> mask) {
    this.name = name;
    this.image = image;
    this.mask = mask;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public RandomAccessibleInterval<? extends RealType<?>> image() {
    return image;
  }

  @Override
  public boolean labeled() {
    return mask != null;
  }

  @Override
  public RandomAccessibleInterval<? extends RealType<?>> mask() {
    if (mask == null) {
      throw SuppliedSample.unlabeled(name);
    }
    return mask;
  }

  @Override
  public synchronized SampleFacts facts() {
    if (facts == null) {
      facts = SampleFacts.of(this);
    }
    return facts;
  }

  @Override
  public String toString() {
    return name;
  }
}
