// Trains a model on folders of image files.
//
// Argument (all parts may be left out):
//   input=[...]       folder that holds the folders labeled, masks and unlabeled
//   model_file=[...]  file to write the model to; an existing one is replaced
//   split_file=[...]  file that says which images are trained and validated on; it is read if it
//                     exists and written otherwise
//   iterations=...    number of training steps; 0 takes the preset's
//   width=...         feature maps of the networks' first level; 0 takes the preset's
//   patch_size=...    size of the training patches in pixels; 0 takes the preset's
// or just the folder. Without an argument, the folder test-images is taken that lies beside the
// folder of this macro.

folder = withSlash(option("input", folderByDefault()));
model = option("model_file", getDirectory("temp") + "duo-segnet-folders.zip");
if (!File.isDirectory(folder + "labeled"))
	exit("There is no folder labeled in " + folder + "; give the folder as the macro's argument.");

splitFile = option("split_file", "");
if (splitFile != "")
	splitFile = " split_file=[" + splitFile + "]";

run("Train on Folders", "labeled_folder=[" + folder + "labeled] mask_folder=[" + folder + "masks]"
	+ " unlabeled_folder=[" + folder + "unlabeled]" + splitFile
	+ " method=[Duo-SegNet with strong views] preset=Laptop"
	+ " iterations=" + option("iterations", "0")
	+ " width=" + option("width", "0")
	+ " patch_size=" + option("patch_size", "0")
	+ " seed=1 model_file=[" + model + "] overwrite=true");

// A failed or canceled training ends the macro, so here the model is there.
print("Trained model: " + model);

function option(key, otherwise) {
	return call("ij.Macro.getValue", getArgument(), key, otherwise);
}

function folderByDefault() {
	if (getArgument() != "" && indexOf(getArgument(), "=") < 0)
		return getArgument();
	macroFolder = File.getParent(getInfo("macro.filepath"));
	return File.getParent(macroFolder) + "/test-images/";
}

function withSlash(path) {
	if (endsWith(path, "/") || endsWith(path, "\\"))
		return path;
	return path + "/";
}
