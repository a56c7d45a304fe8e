package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.SamplingSettings;

/** ImageJ with too little memory for a training: the model is made with less, and ImageJ lives. */
class MemoryIT {

  /** Address space in bytes, in which TensorFlow can't take all that large batches want. */
  private static final long ADDRESS_SPACE = 6_000_000_000L;

  @TempDir Path work;

  @Test
  void aHeapThatIsExhaustedMakesBatchesSmaller() throws Exception {
    final Path model = work.resolve("model.zip");
    final Path macro =
        macro(
            model,
            "method=[Supervised U-Net] iterations=2 width=4 patch_size=256 batch_size=32",
            "run(\"Segment Image\", \"image=sample model=["
                + model
                + "]\");\n"
                + "print(\"images: \" + nImages);\n");
    try (ImageJProcess imagej =
        ImageJProcess.headless(work, List.of("-Xmx64m"), List.of(), macro, "")) {
      assertEquals(0, imagej.status(), imagej.text());
      assertTrue(
          imagej.text().contains("the training ran out of memory (Java heap space), so it begins"),
          imagej.text());
      assertTrue(imagej.output().contains("images: 4"), imagej.text());
    }
    final SamplingSettings sampling = sampling(model);
    assertTrue(sampling.labeledBatch() < 32, sampling.toString());
    assertEquals(256, sampling.patchSize());
  }

  @Test
  void aLimitOfTheProcessIsKept() throws Exception {
    final Path prlimit = Path.of("/usr/bin/prlimit");
    assumeTrue(Files.isExecutable(prlimit), "there is no prlimit");
    final Path model = work.resolve("model.zip");
    final Path macro =
        macro(
            model,
            "method=[Supervised U-Net] iterations=1 width=16 patch_size=512 batch_size=8",
            "print(\"ImageJ goes on\");\n");
    try (ImageJProcess imagej =
        ImageJProcess.limited(
            work,
            List.of(prlimit.toString(), "--as=" + ADDRESS_SPACE),
            List.of("-Xmx256m"),
            macro)) {
      assertEquals(0, imagej.status(), imagej.text());
      assertTrue(imagej.output().contains("ImageJ goes on"), imagej.text());
      assertTrue(imagej.text().contains(" MB are available, so it takes "), imagej.text());
    }
    assertEquals(1, sampling(model).labeledBatch());
  }

  private Path macro(Path model, String inputs, String then) throws IOException {
    return Files.writeString(
        work.resolve("macro.ijm"),
        "run(\"Sample Images\", \"size=128 slices=8 labeled=4 seed=1\");\n"
            + "run(\"Train\", \"image=sample mask=sample-masks preset=Laptop "
            + inputs
            + " model_file=["
            + model
            + "]\");\n"
            + then);
  }

  private static SamplingSettings sampling(Path model) throws IOException {
    try (ModelFile opened = ModelFile.open(model)) {
      assertTrue(opened.description().trainingData().contains("Memory was short, so it was"));
      return opened.description().settings().sampling();
    }
  }
}
