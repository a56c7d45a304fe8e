package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import sc.fiji.duosegnet.data.Sample;

/** Further images without labels: open ones, or all images and stacks of a folder. */
public final class UnlabeledStacks {

  private static final String INPUT = "unlabeled";

  /** A stack, whose planes are there while memory allows and are read again after that. */
  private record Stack(String title, int planes, int channels, Supplier<ImagePlusAdapter> source) {}

  private final List<Stack> stacks;

  private UnlabeledStacks(List<Stack> stacks) {
    this.stacks = stacks;
  }

  /**
   * Finds the images.
   *
   * @param text title of an open image, several with commas between, or the path of a folder; null
   *     or blank for none
   * @param channels which channels, see {@link ImagePart#of}
   * @param recursive whether the subfolders of a folder count
   * @throws IOException if a file of the folder cannot be read
   * @throws IllegalArgumentException in one sentence, if there is no such image
   */
  public static UnlabeledStacks of(String text, String channels, boolean recursive)
      throws IOException {
    final List<Stack> stacks = new ArrayList<>();
    if (text == null || text.isBlank()) {
      return new UnlabeledStacks(stacks);
    }
    final String name = text.trim();
    if (WindowManager.getImage(name) != null) {
      stacks.add(open(WindowManager.getImage(name), channels));
    } else if (new File(name).isDirectory()) {
      for (final Map.Entry<String, Path> file :
          FilesByName.list(INPUT, new File(name).toPath(), Subfolders.but(recursive))
              .files()
              .entrySet()) {
        stacks.add(file(file.getKey(), file.getValue(), channels));
      }
    } else {
      for (final String title : name.split(",")) {
        final ImagePlus image = WindowManager.getImage(title.trim());
        if (image == null) {
          throw notFound(text, title.trim());
        }
        stacks.add(open(image, channels));
      }
    }
    return new UnlabeledStacks(stacks);
  }

  private static IllegalArgumentException notFound(String text, String title) {
    final String[] open = WindowManager.getImageTitles();
    return new IllegalArgumentException(
        "Input '"
            + INPUT
            + "' is '"
            + text
            + "', but '"
            + title
            + "' is no folder and no open image"
            + (open.length == 0
                ? " (none is open)"
                : " (open are: " + String.join(", ", open) + ")")
            + "; give titles with commas between, or a folder.");
  }

  private static Stack open(ImagePlus image, String channels) {
    final ImagePlusAdapter planes = new ImagePlusAdapter(ImagePart.of(image, channels, null));
    return new Stack(image.getTitle(), planes.planes(), planes.channels(), () -> planes);
  }

  private static Stack file(String name, Path file, String channels) throws IOException {
    final ImagePlusAdapter first = read(file, channels);
    return new Stack(
        name,
        first.planes(),
        first.channels(),
        new Supplier<>() {
          private SoftReference<ImagePlusAdapter> kept = new SoftReference<>(first);

          @Override
          public synchronized ImagePlusAdapter get() {
            ImagePlusAdapter planes = kept.get();
            if (planes == null) {
              try {
                planes = read(file, channels);
              } catch (final IOException e) {
                throw new UncheckedIOException(e);
              }
              kept = new SoftReference<>(planes);
            }
            return planes;
          }
        });
  }

  private static ImagePlusAdapter read(Path file, String channels) throws IOException {
    return new ImagePlusAdapter(ImagePart.of(ImageFiles.openLazily(file), channels, null));
  }

  /**
   * Returns all planes as samples, whose names begin with {@code unlabeled}.
   *
   * @param title title of the labeled image, for messages
   * @param channels its channels
   * @throws IllegalArgumentException in one sentence, if a stack has other channels
   */
  public List<Sample> samples(String title, int channels) {
    final List<Sample> samples = new ArrayList<>();
    for (final Stack stack : stacks) {
      if (stack.channels() != channels) {
        throw new IllegalArgumentException(
            "Unlabeled stack '"
                + stack.title()
                + "' has "
                + stack.channels()
                + " channels but image '"
                + title
                + "' has "
                + channels
                + "; give one with the same channels.");
      }
      for (int i = 0; i < stack.planes(); i++) {
        final int plane = i;
        samples.add(
            Sample.lazy(
                String.format(Locale.ROOT, "unlabeled %s#%04d", stack.title(), plane + 1),
                () -> stack.source().get().plane(plane),
                null));
      }
    }
    return samples;
  }

  /** Returns words on what there is, or an empty text for nothing. */
  public String description() {
    final int planes = stacks.stream().mapToInt(Stack::planes).sum();
    if (stacks.isEmpty()) {
      return "";
    }
    return stacks.size() == 1
        ? "unlabeled stack '" + stacks.get(0).title() + "' of " + planes + " slices"
        : stacks.size() + " unlabeled stacks of " + planes + " slices";
  }
}
