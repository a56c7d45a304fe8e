package sc.fiji.duosegnet.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.spark.api.java.function.Function;
import sc.fiji.duosegnet.imagej.Failures;
import sc.fiji.duosegnet.imagej.SegmentationStack;
import sc.fiji.duosegnet.model.PixelSize;
import sc.fiji.duosegnet.zarr.ZarrOutput;

/** The tasks on OME-Zarr images, which turn what is wrong with an image into a sentence. */
final class ZarrTasks {

  /** What the work is called in sentences on what is wrong. */
  static final String LABEL = "Segmentation on Spark";

  private ZarrTasks() {}

  /**
   * Returns what the report says of a problem. A lack of heap is one image's or block's problem
   * like others: thrown on, it would end the executor, and after some of them the job.
   */
  static String sentence(Throwable problem) {
    return Failures.sentence(LABEL, problem);
  }

  /** Writes a sentence for whoever runs the job to the executor's log. */
  static void warn(String sentence) {
    System.getLogger(ZarrTasks.class.getName()).log(System.Logger.Level.WARNING, sentence);
  }

  /** Looks whether an image fits the model, and how its planes are scaled. */
  record SurveyTask(SegmentationJob job)
      implements Function<ZarrWork.Plane, ZarrWork.Survey>, Serializable {

    @Override
    public ZarrWork.Survey call(ZarrWork.Plane first) {
      try (ModelPool.Lease lease = ModelPool.lease(job)) {
        final ZarrSource source = ZarrSource.open(job, first.input());
        lease
            .model()
            .compareChannels(
                first.input().name(), source.plane(first.plane()).dimension(2), ZarrTasks::warn);
        final PixelSize.Factor factor =
            lease
                .model()
                .factor(first.input().name(), source.planes().pixelSize(), ZarrTasks::warn);
        return new ZarrWork.Survey(first.image(), factor.x(), factor.y(), null);
      } catch (final IOException | RuntimeException | OutOfMemoryError e) {
        return new ZarrWork.Survey(first.image(), 1, 1, sentence(e));
      }
    }
  }

  /** Works out a plane's normalization. */
  record ScalingTask(SegmentationJob job)
      implements Function<ZarrWork.Plane, ZarrWork.PlaneScaling>, Serializable {

    @Override
    public ZarrWork.PlaneScaling call(ZarrWork.Plane plane) {
      try (ModelPool.Lease lease = ModelPool.lease(job)) {
        return new ZarrWork.PlaneScaling(
            plane.image(),
            plane.plane(),
            lease.model().scaling(ZarrSource.open(job, plane.input()).plane(plane.plane())),
            null);
      } catch (final UncheckedIOException e) {
        return failed(plane, e.getCause());
      } catch (final IOException | RuntimeException | OutOfMemoryError e) {
        return failed(plane, e);
      }
    }

    private static ZarrWork.PlaneScaling failed(ZarrWork.Plane plane, Throwable problem) {
      return new ZarrWork.PlaneScaling(plane.image(), plane.plane(), null, sentence(problem));
    }
  }

  /** Makes a block of the pyramids. */
  record ReduceTask() implements Function<ZarrWork.Piece, ZarrWork.Segmented>, Serializable {

    @Override
    public ZarrWork.Segmented call(ZarrWork.Piece piece) {
      try {
        for (final SegmentationStack stack : piece.stacks()) {
          final ZarrOutput output = ZarrOutput.open(ZarrSource.target(piece.input(), stack));
          if (!output.has(piece.level(), piece.block())) {
            output.reduce(piece.level(), piece.block());
          }
        }
        return new ZarrWork.Segmented(piece.image(), 0, 0, 0, 0, null);
      } catch (final IOException | RuntimeException | OutOfMemoryError e) {
        return new ZarrWork.Segmented(piece.image(), 0, 0, 0, 0, sentence(e));
      }
    }
  }
}
