package sc.fiji.duosegnet.commands;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.SplitFile;
import sc.fiji.duosegnet.imagej.ImageFolder;
import sc.fiji.duosegnet.model.SamplingSettings;

/** Trains a model on folders of image files. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Duo-SegNet>Train on Folders",
    label = "Train on Folders",
    description = "Trains a segmentation model on folders of image files and their masks.")
public final class TrainOnFolders extends TrainingCommand {

  @Parameter(
      label = "Labeled images",
      description = "Folder of the images that have masks: PNG, TIFF or JPEG, one image per file.",
      style = FileWidget.DIRECTORY_STYLE,
      required = false,
      persist = false)
  private File labeled_folder;

  @Parameter(
      label = "Masks",
      description =
          "Folder of the masks, named as the images are; 0 is background, the other value objects.",
      style = FileWidget.DIRECTORY_STYLE,
      required = false,
      persist = false)
  private File mask_folder;

  @Parameter(
      label = "Unlabeled images",
      description = "Folder of images without masks; may stay empty for the supervised method.",
      style = FileWidget.DIRECTORY_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File unlabeled_folder;

  @Parameter(
      label = "Split file",
      description =
          "If this file exists, it says which images are trained and validated on; otherwise the"
              + " split that is drawn is written to it.",
      style = FileWidget.SAVE_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File split_file;

  @Override
  Data data(SamplingSettings sampling, long splitSeed) throws IOException {
    final Path images = need("labeled_folder", labeled_folder, "the folder of images").toPath();
    final Path masks = need("mask_folder", mask_folder, "the folder of their masks").toPath();
    final List<Sample> labeled = ImageFolder.labeled(images, masks);
    final List<Sample> samples = new ArrayList<>(labeled);
    String description = "Folder '" + images.getFileName() + "' of " + labeled.size() + " images";
    List<Sample> unlabeled = List.of();
    if (isGiven(unlabeled_folder)) {
      unlabeled = ImageFolder.unlabeled(unlabeled_folder.toPath());
      checkNames(labeled, unlabeled);
      samples.addAll(unlabeled);
      description +=
          " with masks, and folder '"
              + unlabeled_folder.getName()
              + "' of "
              + unlabeled.size()
              + " images without";
    } else {
      description += " with masks";
    }
    return new Data(samples, split(labeled, unlabeled, sampling, splitSeed), description + ".");
  }

  private Split split(
      List<Sample> labeled, List<Sample> unlabeled, SamplingSettings sampling, long splitSeed)
      throws IOException {
    if (isGiven(split_file)) {
      final Path path = split_file.toPath().toAbsolutePath();
      if (Files.exists(path)) {
        return SplitFile.read(path);
      }
      final Path folder = path.getParent();
      if (folder == null || !Files.isWritable(folder)) {
        throw new IOException(
            "Split file '" + path + "' cannot be written; give one in a folder you may write.");
      }
    }
    return Split.draw(names(labeled), names(unlabeled), sampling, splitSeed);
  }

  /** Only now, since a training that was canceled leaves nothing behind. */
  @Override
  void trained(Data data) throws IOException {
    if (isGiven(split_file) && !split_file.exists()) {
      SplitFile.write(split_file.toPath().toAbsolutePath(), data.split());
    }
  }

  private static boolean isGiven(File file) {
    return file != null && !file.getPath().isBlank();
  }

  private static List<String> names(List<Sample> samples) {
    return samples.stream().map(Sample::name).toList();
  }

  private void checkNames(List<Sample> labeled, List<Sample> unlabeled) {
    final Set<String> known = new HashSet<>(names(labeled));
    for (final String name : names(unlabeled)) {
      if (known.contains(name)) {
        throw new IllegalArgumentException(
            "Image '"
                + name
                + "' is both in labeled_folder and in unlabeled_folder '"
                + unlabeled_folder
                + "'; rename it in one of them, or remove it if it is the same image.");
      }
    }
  }
}
