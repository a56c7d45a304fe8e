package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.data.Resampling;
import sc.fiji.duosegnet.data.Scaling;
import sc.fiji.duosegnet.model.Device;
import sc.fiji.duosegnet.model.DiskShortage;
import sc.fiji.duosegnet.model.ModelDescription;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.OneLine;
import sc.fiji.duosegnet.model.Precision;

/**
 * Segments planes with a model file. Holds native memory and must be closed; not thread-safe.
 *
 * <pre>{@code
 * try (Segmenter segmenter = Segmenter.open(modelFile, 0, 0)) {
 *   byte[] mask = segmenter.segment(plane, () -> false).mask();
 * }
 * }</pre>
 */
public final class Segmenter implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Segmenter.class.getName());

  /** Pixels that differ by less than a percent are not worth an interpolation. */
  private static final double LEAST_CHANGE = 0.01;

  private final ModelFile model;
  private final Predictor predictor;
  private final PlaneSegmenter planes;
  private final Worker worker = new Worker("Duo-SegNet segmentation");
  private boolean canceled;
  private boolean closed;

  private Segmenter(
      ModelFile model, Predictor predictor, int tileSize, int overlap, MemoryPolicy policy) {
    this.model = model;
    this.predictor = predictor;
    planes =
        new PlaneSegmenter(
            predictor,
            new PercentileNormalization(model.description().settings().normalization()),
            tileSize,
            overlap,
            policy);
  }

  /** Opens a model for all of its maps, with what is to be said on the log. */
  public static Segmenter open(Path modelFile, int tileSize, int threads) throws IOException {
    return open(modelFile, new SegmenterOptions(tileSize, Precision.FLOAT32, threads, true));
  }

  /** Opens a model, with what is to be said on the log. */
  public static Segmenter open(Path modelFile, SegmenterOptions options) throws IOException {
    return open(modelFile, options, message -> LOG.log(Level.WARNING, message));
  }

  /**
   * Opens a model.
   *
   * @param modelFile a model file that this program wrote
   * @param options tiles, precision and threads
   * @param messages takes a sentence for the user if memory is short, so that tiles are smaller, or
   *     if the precision is not to be had
   * @throws IOException in one sentence, if the file is not a model of this program
   * @throws IllegalArgumentException if the tile size does not fit the model
   * @throws MemoryShortageException in one sentence, if memory is short
   */
  public static Segmenter open(Path modelFile, SegmenterOptions options, Consumer<String> messages)
      throws IOException {
    return open(modelFile, options, messages, Engines::get);
  }

  /** The same with another engine, which is made for a number of threads. */
  static Segmenter open(
      Path modelFile,
      SegmenterOptions options,
      Consumer<String> messages,
      IntFunction<Engine> engines)
      throws IOException {
    final ModelFile model = ModelFile.open(modelFile);
    try {
      final ModelDescription description = model.description();
      final boolean critic = options.critic() && description.settings().method().hasCritic();
      final NetworkSettings network = description.settings().network();
      final int overlap = ModelDescription.tileOverlap(network, critic);
      final int tile =
          options.tileSize() == 0 ? ModelDescription.tileSize(network, critic) : options.tileSize();
      final int multiple = description.sizeMultiple();
      final int least = overlap + multiple;
      if (tile < least || tile % multiple != 0) {
        throw new IllegalArgumentException(
            "Input 'tile_size' is "
                + options.tileSize()
                + "; this model wants 0 (automatic) or a multiple of "
                + multiple
                + " from "
                + least
                + " on.");
      }
      final MemoryPolicy policy = MemoryPolicy.here(messages);
      final Engine engine = engines.apply(options.threads());
      final Computation computation =
          Computation.inference(Device.AUTOMATIC, options.precision(), engine);
      computation.notes().forEach(messages);
      final OrderlyExit.Hold hold = OrderlyExit.hold();
      try (hold) {
        return new Segmenter(
            model, open(engine, modelFile, model, computation, options), tile, overlap, policy);
      }
    } catch (RuntimeException | IOException | Error e) { // also for want of memory
      model.close();
      throw e;
    }
  }

  /** Opens the networks and sees whether they work, since the file may be from anywhere. */
  private static Predictor open(
      Engine engine, Path file, ModelFile model, Computation computation, SegmenterOptions options)
      throws IOException {
    final NetworkSettings network = model.description().settings().network();
    Predictor predictor = null;
    try {
      predictor =
          engine.openModel(
              model.savedModelFolder(), network, computation, options.threads(), options.critic());
      final int size = network.sizeMultiple();
      final float[] blank = new float[size * size * network.channels()];
      predictor.predict(new ImageBatch(blank, 1, size, size, network.channels()));
      final Predictor good = predictor;
      predictor = null;
      return good;
    } catch (EngineException | IllegalArgumentException | OutOfMemoryError e) {
      // Neither lack says anything of the model.
      MemoryPolicy.rethrowUnopened(file, e);
      if (DiskShortage.isTold(e.getMessage())) {
        throw new IOException(
            "Model file '"
                + file
                + "' can't be opened from "
                + DiskShortage.rest(model.savedModelFolder(), e.getMessage()),
            e);
      }
      throw new IOException(
          "Model file '"
              + file
              + "' has networks that can't be used ("
              + OneLine.of(e)
              + "); give a model file that training wrote.",
          e);
    } finally {
      if (predictor != null) {
        predictor.close();
      }
    }
  }

  /** Returns what the model says of itself. */
  public ModelDescription description() {
    return model.description();
  }

  /** Tells whether planes get a critic's map: if it is wanted and the model has one. */
  public boolean hasCritic() {
    return predictor.hasCritic();
  }

  /**
   * Segments one plane.
   *
   * @param plane image [x, y, channel]; one channel, or as many as the model has
   * @param cancel polled some times a second
   * @throws CancellationException soon after {@code cancel} says so; this segmenter can then only
   *     be closed
   */
  public SegmentedPlane segment(
      RandomAccessibleInterval<? extends RealType<?>> plane, BooleanSupplier cancel) {
    return segment(plane, 1, 1, cancel);
  }

  /**
   * Segments one plane as if it had been taken with other pixels.
   *
   * @param plane image [x, y, channel]; one channel, or as many as the model has
   * @param factorX columns that the networks see for each column of the plane; 1 for the plane as
   *     it is
   * @param factorY the same for rows
   * @param cancel polled some times a second
   * @return results of the plane's own size
   * @throws CancellationException soon after {@code cancel} says so; this segmenter can then only
   *     be closed
   */
  public SegmentedPlane segment(
      RandomAccessibleInterval<? extends RealType<?>> plane,
      double factorX,
      double factorY,
      BooleanSupplier cancel) {
    check(plane);
    return call(stop -> segmentScaled(plane, factorX, factorY, stop), cancel);
  }

  /**
   * Segments one plane as if it had been taken with other pixels, and passes the results on from
   * top to bottom: of a plane that is not scaled, only the pixels of one row of tiles are in
   * memory.
   *
   * @param plane image [x, y, channel]; one channel, or as many as the model has
   * @param factorX columns that the networks see for each column of the plane; 1 for the plane as
   *     it is
   * @param factorY the same for rows
   * @param rows takes what {@link #segment} gives for the plane; after a cancellation it may get
   *     rows for a moment still
   * @param cancel polled some times a second
   * @throws CancellationException soon after {@code cancel} says so; this segmenter can then only
   *     be closed
   */
  public void segment(
      RandomAccessibleInterval<? extends RealType<?>> plane,
      double factorX,
      double factorY,
      RowConsumer rows,
      BooleanSupplier cancel) {
    check(plane);
    call(
        stop -> {
          if (scaled(factorX, factorY)) {
            rows.accept(segmentScaled(plane, factorX, factorY, stop));
          } else {
            planes.segment(plane, rows, stop);
          }
          return null;
        },
        cancel);
  }

  /**
   * Segments a part of a plane. Its pixels are those that {@link #segment} gives for the whole
   * plane, of which only what the networks see is read.
   *
   * @param plane image [x, y, channel]; one channel, or as many as the model has
   * @param scaling what {@link #scaling} gives for the whole plane
   * @param region part of the plane, [x, y]
   * @param cancel polled some times a second
   * @return results of the region's size
   * @throws CancellationException soon after {@code cancel} says so; this segmenter can then only
   *     be closed
   */
  public SegmentedPlane segment(
      RandomAccessibleInterval<? extends RealType<?>> plane,
      Scaling scaling,
      Interval region,
      BooleanSupplier cancel) {
    check(plane);
    return call(stop -> planes.segment(plane, scaling, region, stop), cancel);
  }

  /**
   * Works out how the intensities of a plane are normalized.
   *
   * @param plane image [x, y, channel]; of large ones, evenly spaced pixels are looked at
   */
  public Scaling scaling(RandomAccessibleInterval<? extends RealType<?>> plane) {
    return new PercentileNormalization(description().settings().normalization()).scaling(plane);
  }

  private void check(RandomAccessibleInterval<? extends RealType<?>> plane) {
    if (closed) {
      throw new IllegalStateException("This segmenter is closed; open another one.");
    }
    final int channels = predictor.channels();
    final long given = plane.dimension(2);
    if (given != 1 && given != channels) {
      throw new IllegalArgumentException(
          "The image has "
              + given
              + " channels, but the model was trained on "
              + channels
              + "; name the channels to take, convert the image (Image > Type), or choose another"
              + " model.");
    }
  }

  private SegmentedPlane call(
      Function<BooleanSupplier, SegmentedPlane> work, BooleanSupplier cancel) {
    final BooleanSupplier stop = () -> cancel.getAsBoolean() || OrderlyExit.requested();
    try {
      return worker.call(() -> work.apply(stop), stop);
    } catch (CancellationException e) {
      canceled = true;
      throw e;
    }
  }

  private static boolean scaled(double factorX, double factorY) {
    return Math.abs(factorX - 1) >= LEAST_CHANGE || Math.abs(factorY - 1) >= LEAST_CHANGE;
  }

  private SegmentedPlane segmentScaled(
      RandomAccessibleInterval<? extends RealType<?>> plane,
      double factorX,
      double factorY,
      BooleanSupplier cancel) {
    if (!scaled(factorX, factorY)) {
      return planes.segment(plane, cancel);
    }
    final int width = Math.toIntExact(plane.dimension(0));
    final int height = Math.toIntExact(plane.dimension(1));
    final Resampling resampling = new Resampling(width, height, factorX, factorY);
    final SegmentedPlane found = planes.segment(resampling.scaled(plane), cancel);
    return new SegmentedPlane(
        width,
        height,
        resampling.back(found.view1()),
        resampling.back(found.view2()),
        resampling.back(found.confidence()),
        found.critic() == null ? null : resampling.back(found.critic()));
  }

  /**
   * Frees everything; after a cancellation in the background, when the running tile is done. Does
   * nothing the second time.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      worker.finish(
          () -> {
            predictor.close();
            model.close();
          },
          !canceled);
    } catch (CancellationException e) {
      model.close(); // Java is ending: nothing native may be touched, but files need not stay
    }
  }
}
