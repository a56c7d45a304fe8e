package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One run of {@link ScaleBenchmark} in a JVM of its own. Prints a line of results.
 *
 * <p>Arguments: {@code task=model|stack|segment|train|lazy folder=<scratch> slices=10 image=1024
 * width=8 reduction=4 patch=128 items=5 course=<csv>}.
 */
final class ScaleRun {

  /** Begins the line of results. */
  static final String RESULT = "result: ";

  private ScaleRun() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    final Arguments arguments = new Arguments(args);
    final Path folder = Path.of(arguments.get("folder", "target/scale"));
    final Path stack = folder.resolve("stack.tif");
    final Path model = folder.resolve("model.zip");
    final int width = arguments.get("width", 8);
    final int items = arguments.get("items", 5);
    final String course = arguments.get("course", "");
    final ScaleRow row =
        switch (arguments.get("task", "")) {
          case "model" -> {
            ScaleTraining.model(model, width, arguments.get("reduction", 4));
            yield null;
          }
          case "stack" -> {
            ScaleSegmentation.write(
                stack, arguments.get("image", 1024), arguments.get("slices", 10));
            yield null;
          }
          case "segment" ->
              ScaleSegmentation.segment(
                  stack, model, folder.resolve("out"), course.isEmpty() ? null : Path.of(course));
          case "train" -> ScaleTraining.iterate(width, arguments.get("patch", 128), items);
          case "lazy" ->
              ScaleTraining.lazy(folder.resolve("images"), arguments.get("slices", 200), items);
          default ->
              throw new IllegalArgumentException(
                  "Argument 'task' is '"
                      + arguments.get("task", "")
                      + "'; give model, stack, segment, train or lazy.");
        };
    if (row != null) {
      System.out.println(RESULT + row.csv());
    }
    System.exit(0); // ImageJ's threads would keep it alive
  }
}
