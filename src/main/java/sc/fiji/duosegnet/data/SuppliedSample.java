package sc.fiji.duosegnet.data;

import java.lang.ref.Reference;
import java.util.function.Supplier;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.model.PixelSize;

/** A sample opened at first use and held as long as memory allows. */
final class SuppliedSample implements Sample {

  private final String name;
  private final Held image;
  private final Held mask;
  private final Supplier<PixelSize> pixelSize;
  private SampleFacts facts;

  SuppliedSample(
      String name,
      Supplier<RandomAccessibleInterval<? extends RealType<?>>> image,
      Supplier<RandomAccessibleInterval<? extends RealType<?>>> maskOrNull,
      Supplier<PixelSize> pixelSize) {
    this(name, image, maskOrNull, pixelSize, PixelBudget.SHARED);
  }

  /** With a holder of one's own, because no test can tell when Java clears a reference. */
  SuppliedSample(
      String name,
      Supplier<RandomAccessibleInterval<? extends RealType<?>>> image,
      Supplier<RandomAccessibleInterval<? extends RealType<?>>> maskOrNull,
      Supplier<PixelSize> pixelSize,
      Holder holder) {
    this.name = name;
    this.pixelSize = pixelSize;
    this.image = new Held(name, "image", 3, image, holder);
    this.mask = maskOrNull == null ? null : new Held(name, "mask", 2, maskOrNull, holder);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public RandomAccessibleInterval<? extends RealType<?>> image() {
    return image.get();
  }

  @Override
  public boolean labeled() {
    return mask != null;
  }

  @Override
  public RandomAccessibleInterval<? extends RealType<?>> mask() {
    if (mask == null) {
      throw unlabeled(name);
    }
    return mask.get();
  }

  @Override
  public PixelSize pixelSize() {
    return pixelSize.get();
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

  static IllegalStateException unlabeled(String name) {
    return new IllegalStateException(
        "Image '" + name + "' has no mask; ask labeled() before mask().");
  }

  static void checkAxes(
      String name, String kind, RandomAccessibleInterval<? extends RealType<?>> pixels, int axes) {
    if (pixels.numDimensions() != axes) {
      throw new IllegalArgumentException(
          "The "
              + kind
              + " of '"
              + name
              + "' has "
              + pixels.numDimensions()
              + " axes; give one with the "
              + axes
              + " axes "
              + (axes == 3 ? "x, y, channel." : "x, y."));
    }
  }

  /** Decides how long opened pixels are kept. */
  @FunctionalInterface
  interface Holder {

    /** Returns a reference to pixels that is cleared when they are no longer kept. */
    Reference<Object> hold(RandomAccessibleInterval<? extends RealType<?>> pixels);

    /** Says that the pixels of a reference were used. */
    default void used(Reference<Object> reference) {}
  }

  /** Pixels that the garbage collector may take; then they are opened again. */
  private static final class Held {

    private final String name;
    private final String kind;
    private final int axes;
    private final Supplier<RandomAccessibleInterval<? extends RealType<?>>> source;
    private final Holder holder;
    private Reference<Object> held;

    Held(
        String name,
        String kind,
        int axes,
        Supplier<RandomAccessibleInterval<? extends RealType<?>>> source,
        Holder holder) {
      this.name = name;
      this.kind = kind;
      this.axes = axes;
      this.source = source;
      this.holder = holder;
    }

    @SuppressWarnings("unchecked") // only what the source gave is ever held
    synchronized RandomAccessibleInterval<? extends RealType<?>> get() {
      final Object kept = held == null ? null : held.get();
      if (kept != null) {
        holder.used(held);
        return (RandomAccessibleInterval<? extends RealType<?>>) kept;
      }
      final RandomAccessibleInterval<? extends RealType<?>> pixels = source.get();
      checkAxes(name, kind, pixels, axes);
      held = holder.hold(pixels);
      return pixels;
    }
  }
}
