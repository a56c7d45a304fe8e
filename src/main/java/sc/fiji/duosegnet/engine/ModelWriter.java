package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import sc.fiji.duosegnet.data.Patches;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Scaling;
import sc.fiji.duosegnet.data.SplitFile;
import sc.fiji.duosegnet.data.TrainingData;
import sc.fiji.duosegnet.model.Device;
import sc.fiji.duosegnet.model.DiskShortage;
import sc.fiji.duosegnet.model.FileReplacement;
import sc.fiji.duosegnet.model.ModelContents;
import sc.fiji.duosegnet.model.ModelDescription;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.PixelSize;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.ProgramVersion;
import sc.fiji.duosegnet.model.TemporaryFolder;
import sc.fiji.duosegnet.model.Tensor;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Gathers what goes into a model file and writes it. */
final class ModelWriter {

  private static final int TEST_SIZE = 256;

  private ModelWriter() {}

  static void write(
      ModelTraining.Request request,
      TrainingSession session,
      EngineInfo info,
      TrainingLoop loop,
      TrainingData data) {
    try (TemporaryFolder folder = temporary(request.modelFile())) {
      ModelFile.write(
          request.modelFile(), contents(request, session, info, loop, data, folder.path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TemporaryFolder temporary(Path modelFile) throws IOException {
    try {
      return new TemporaryFolder();
    } catch (IOException e) {
      throw noPlace(modelFile, FileReplacement.reason(e), e);
    }
  }

  /** Gathers the parts in a folder among the temporary files, which users don't know. */
  private static ModelContents contents(
      ModelTraining.Request request,
      TrainingSession session,
      EngineInfo info,
      TrainingLoop loop,
      TrainingData data,
      Path folder)
      throws IOException {
    final TrainingSettings settings = request.settings();
    final Path savedModel = folder.resolve("saved-model");
    try {
      session.export(savedModel);
      final List<Sample> samples = data.validation().isEmpty() ? data.view1() : data.validation();
      final Tensor input = testInput(samples, settings.network());
      final SegmentedPlane segmented = segment(savedModel, settings, input);
      final Path split = folder.resolve("split.csv");
      SplitFile.write(split, request.split());
      return new ModelContents(
          description(request, info, loop, data),
          savedModel,
          input,
          outputs(segmented, input),
          CoverPicture.png(input, segmented.probability()),
          loop.history().toCsv(),
          Files.readString(split));
    } catch (IOException e) {
      throw noPlace(request.modelFile(), FileReplacement.reason(e), e);
    } catch (EngineException e) {
      if (DiskShortage.isTold(e.getMessage())) {
        throw noPlace(request.modelFile(), e.getMessage(), e);
      }
      throw e;
    }
  }

  private static IOException noPlace(Path modelFile, String reason, Exception cause) {
    return new IOException(
        "Model file '"
            + modelFile
            + "' can't be written, as its parts can't be put into the folder for temporary files "
            + DiskShortage.rest(System.getProperty("java.io.tmpdir"), reason),
        cause);
  }

  private static ModelDescription description(
      ModelTraining.Request request, EngineInfo info, TrainingLoop loop, TrainingData data) {
    final Map<String, Double> scores = new LinkedHashMap<>();
    if (loop.best() != null) {
      scores.put("validation_dice_1", loop.best().view1().pooledDice());
      scores.put("validation_dice_2", loop.best().view2().pooledDice());
      scores.put("validation_dice_mean", loop.best().mean().pooledDice());
      scores.put("best_iteration", (double) loop.bestIteration());
    }
    final String fileName = String.valueOf(request.modelFile().getFileName());
    return new ModelDescription(
        fileName.replaceFirst("(\\.duosegnet)?\\.zip$", ""),
        request.settings(),
        request.trainingData(),
        scores,
        info.tensorFlowVersion(),
        ProgramVersion.text(),
        PixelSize.common(labeled(data).map(Sample::pixelSize).toList()),
        bitDepth(data));
  }

  private static Stream<Sample> labeled(TrainingData data) {
    return Stream.of(data.view1(), data.view2(), data.validation())
        .flatMap(List::stream)
        .distinct();
  }

  private static int bitDepth(TrainingData data) {
    final List<Integer> depths =
        labeled(data).map(sample -> sample.image().getType().getBitsPerPixel()).distinct().toList();
    return depths.size() == 1 ? depths.get(0) : 0;
  }

  /**
   * Takes the middle of the image with the most foreground there, as it is before normalization.
   */
  private static Tensor testInput(List<Sample> samples, NetworkSettings network) {
    final int size = testSize(network);
    final float[] mask = new float[size * size];
    Sample chosen = samples.get(0);
    double most = -1;
    for (final Sample sample : samples) {
      final long[] corner = corner(sample.image(), size);
      Patches.copyMask(sample.mask(), corner[0], corner[1], size, size, mask, 0);
      double foreground = 0;
      for (final float value : mask) {
        foreground += value;
      }
      if (foreground > most) {
        most = foreground;
        chosen = sample;
      }
    }
    final long[] corner = corner(chosen.image(), size);
    final int channels = network.channels();
    final float[] values = new float[size * size * channels];
    Patches.copyNormalized(
        chosen.image(), Scaling.NONE, corner[0], corner[1], size, size, channels, values, 0);
    return new Tensor(values, new int[] {1, size, size, channels});
  }

  /** Returns the side of the test image; with many channels it must be small to be opened. */
  static int testSize(NetworkSettings network) {
    final int multiple = network.sizeMultiple();
    int size = Math.max(multiple, TEST_SIZE / multiple * multiple);
    while (size > multiple && (long) size * size * network.channels() > ModelFile.MAX_TEST_VALUES) {
      size -= multiple;
    }
    return size;
  }

  private static long[] corner(RandomAccessibleInterval<?> image, int size) {
    return new long[] {
      Math.max(0, (image.dimension(0) - size) / 2), Math.max(0, (image.dimension(1) - size) / 2)
    };
  }

  /**
   * Segments with the model as it was written, as segmentation does it: the training's own graph is
   * optimized otherwise and differs in the last digits.
   */
  private static SegmentedPlane segment(Path savedModel, TrainingSettings settings, Tensor input) {
    final int size = input.shape()[1];
    // One tile, whatever the policy: smaller ones would give other pixels than the whole network.
    final int overlap = size - settings.network().sizeMultiple();
    final int channels = input.shape()[3];
    // [image, row, column, channel] in memory is [channel, x, y] for ImgLib2.
    final RandomAccessibleInterval<? extends RealType<?>> plane =
        Views.moveAxis(ArrayImgs.floats(input.values(), channels, size, size), 0, 2);
    final MemoryPolicy policy = MemoryPolicy.here(message -> {});
    final Engine engine = Engines.get();
    // In single precision whatever the training's was: other programs are to find the same.
    final Computation computation =
        Computation.inference(checkDevice(settings), Precision.FLOAT32, engine);
    try (Predictor predictor =
        engine.openModel(savedModel, settings.network(), computation, settings.threads(), true)) {
      return new PlaneSegmenter(
              predictor,
              new PercentileNormalization(settings.normalization()),
              size,
              overlap,
              policy)
          .segment(plane, () -> false);
    }
  }

  /** The training's own; where that is a further GPU, the first one is not ours to take. */
  private static Device checkDevice(TrainingSettings settings) {
    final OptionalInt gpu = settings.device().gpu();
    return gpu.isPresent() && gpu.getAsInt() > 0 ? Device.CPU : settings.device();
  }

  private static Map<String, Tensor> outputs(SegmentedPlane segmented, Tensor input) {
    final int[] shape = input.shape().clone();
    shape[3] = 1;
    final Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("probability", new Tensor(segmented.probability(), shape));
    outputs.put("confidence", new Tensor(segmented.confidence(), shape));
    outputs.put("view1", new Tensor(segmented.view1(), shape));
    outputs.put("view2", new Tensor(segmented.view2(), shape));
    if (segmented.critic() != null) {
      outputs.put("critic", new Tensor(segmented.critic(), shape));
    }
    return outputs;
  }
}
