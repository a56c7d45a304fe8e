package sc.fiji.duosegnet.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import sc.fiji.duosegnet.data.Scaling;
import sc.fiji.duosegnet.imagej.FolderSummary;
import sc.fiji.duosegnet.zarr.Block;

/**
 * Segments OME-Zarr images block by block, all images at the same time: first what the tasks must
 * know of whole planes, then the blocks at full size, then the pyramids level by level.
 */
final class ZarrSegmentation {

  private final JavaSparkContext spark;
  private final SegmentationJob job;
  private final List<ZarrImage> images = new ArrayList<>();

  ZarrSegmentation(JavaSparkContext spark, SegmentationJob job) {
    this.spark = spark;
    this.job = job;
  }

  /** Does the work and returns a row for each image. */
  List<FolderSummary.Row> run(List<ImageInput> inputs) throws IOException {
    final String identity = job.identity();
    for (final ImageInput input : inputs) {
      images.add(new ZarrImage(images.size(), input, job));
    }
    images.forEach(image -> image.attempt(() -> image.prepare(identity)));
    survey();
    final List<ZarrWork.Piece> pieces = new ArrayList<>();
    open().forEach(image -> image.attempt(() -> pieces.addAll(image.pieces(0))));
    final List<ZarrWork.Piece> scaled = withScalings(pieces);
    for (final ZarrWork.Segmented result : Tasks.run(spark, scaled, new BlockTask(job))) {
      images.get(result.image()).add(0, result);
    }
    for (int level = 1; level < ZarrImage.MOST_LEVELS; level++) {
      reduce(level);
    }
    open().forEach(image -> image.attempt(image::finish));
    images.forEach(image -> image.attempt(image::discardEmpty));
    return images.stream().map(ZarrImage::row).toList();
  }

  private List<ZarrImage> open() {
    return images.stream().filter(ZarrImage::isOpen).toList();
  }

  private void survey() {
    final List<ZarrWork.Plane> first =
        open().stream().map(image -> new ZarrWork.Plane(image.number(), image.input(), 0)).toList();
    for (final ZarrWork.Survey survey : Tasks.run(spark, first, new ZarrTasks.SurveyTask(job))) {
      images.get(survey.image()).set(survey);
    }
  }

  /** Blocks of whole planes need none, since their task sees all that statistics are taken of. */
  private List<ZarrWork.Piece> withScalings(List<ZarrWork.Piece> pieces) {
    final List<ZarrWork.Plane> planes = new ArrayList<>();
    for (final ZarrImage image : open()) {
      final Set<Integer> numbers = new TreeSet<>();
      for (final ZarrWork.Piece piece : pieces) {
        if (piece.image() == image.number() && !image.isWhole(piece.block())) {
          numbers.addAll(image.planes(piece.block()));
        }
      }
      numbers.forEach(
          plane -> planes.add(new ZarrWork.Plane(image.number(), image.input(), plane)));
    }
    for (final ZarrWork.PlaneScaling scaling :
        Tasks.run(spark, planes, new ZarrTasks.ScalingTask(job))) {
      images.get(scaling.image()).set(scaling);
    }
    final List<ZarrWork.Piece> scaled = new ArrayList<>();
    for (final ZarrWork.Piece piece : pieces) {
      final ZarrImage image = images.get(piece.image());
      if (image.isOpen()) {
        scaled.add(image.isWhole(piece.block()) ? piece : with(piece, image));
      }
    }
    return scaled;
  }

  private static ZarrWork.Piece with(ZarrWork.Piece piece, ZarrImage image) {
    final Block block = piece.block();
    final List<Scaling> scalings = image.planes(block).stream().map(image::scaling).toList();
    return new ZarrWork.Piece(
        piece.image(),
        piece.input(),
        piece.level(),
        block,
        piece.stacks(),
        new ArrayList<>(scalings),
        piece.survey());
  }

  private void reduce(int level) {
    final List<ZarrWork.Piece> pieces = new ArrayList<>();
    open().forEach(image -> image.attempt(() -> pieces.addAll(image.pieces(level))));
    for (final ZarrWork.Segmented result : Tasks.run(spark, pieces, new ZarrTasks.ReduceTask())) {
      images.get(result.image()).add(level, result);
    }
  }
}
