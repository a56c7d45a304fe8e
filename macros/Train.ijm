// Trains a model on a stack of which some slices have masks.
//
// Argument (all parts may be left out):
//   input=[...]       folder that holds stack.tif and stack-masks.tif
//   model_file=[...]  file to write the model to; an existing one is replaced
//   iterations=...    number of training steps; 0 takes the preset's
//   width=...         feature maps of the networks' first level; 0 takes the preset's
//   patch_size=...    size of the training patches in pixels; 0 takes the preset's
// or just the folder. Without an argument, the folder test-images is taken that lies beside the
// folder of this macro.

folder = withSlash(option("input", folderByDefault()));
model = option("model_file", getDirectory("temp") + "duo-segnet-stack.zip");
if (!File.exists(folder + "stack.tif"))
	exit("There is no stack.tif in " + folder + "; give the folder as the macro's argument.");

open(folder + "stack.tif");
open(folder + "stack-masks.tif");

// Slices 1, 4, 8, 12 and 15 have masks. If labeled_slices is left out, all slices count whose
// mask is not empty.
run("Train", "image=[stack.tif] mask=[stack-masks.tif] labeled_slices=1,4,8,12,15"
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
