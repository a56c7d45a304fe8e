package sc.fiji.duosegnet.commands;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.SplitFile;
import sc.fiji.duosegnet.imagej.FolderImages;
import sc.fiji.duosegnet.model.TrainingSettings;

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
          "Folder of the masks, named as the images are; 0 is background, the other value objects. Or"
              + " of files of ROIs (.zip, .roi): the images' own folder if they lie beside the images,"
              + " of which those without are unlabeled then.",
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
      visibility = ItemVisibility.INVISIBLE,
      label = "Subfolders too",
      description =
          "Take the files of subfolders as well; masks then lie in subfolders of the same names.",
      required = false,
      persist = false)
  private boolean recursive;

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
  Data data(TrainingSettings given, long splitSeed) throws IOException {
    final Path images = need("labeled_folder", labeled_folder, "the folder of images").toPath();
    final Path masks = need("mask_folder", mask_folder, "the folder of their masks").toPath();
    final FolderImages folders =
        FolderImages.read(
            images,
            masks,
            isGiven(unlabeled_folder) ? unlabeled_folder : null,
            channels(),
            recursive);
    return new Data(
        folders.all(),
        split(folders.labeled(), folders.unlabeled(), given, splitSeed),
        folders.description());
  }

  private Split split(
      List<Sample> labeled, List<Sample> unlabeled, TrainingSettings given, long splitSeed)
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
    return Split.draw(FolderImages.names(labeled), FolderImages.names(unlabeled), given, splitSeed);
  }

  /** Only now, since a training that was canceled leaves nothing behind. */
  @Override
  void trained(Data data) throws IOException {
    if (isGiven(split_file) && !split_file.exists()) {
      SplitFile.write(split_file.toPath().toAbsolutePath(), data.split());
    }
  }
}
