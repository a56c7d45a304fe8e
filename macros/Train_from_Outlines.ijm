// Trains a model on a stack of which some slices have outlines in the overlay.
//
// In a window, draw the outlines with ImageJ's selection tools and add each to the overlay
// (Image > Overlay > Add Selection, or key b) or to the ROI Manager (key t; then say
// labels=[ROI Manager]). Here they are made from masks.
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
model = option("model_file", getDirectory("temp") + "duo-segnet-outlines.zip");
if (!File.exists(folder + "stack.tif"))
	exit("There is no stack.tif in " + folder + "; give the folder as the macro's argument.");

open(folder + "stack.tif");
open(folder + "stack-masks.tif");

labeled = newArray(1, 4, 8, 12, 15);
for (i = 0; i < labeled.length; i++) {
	selectImage("stack-masks.tif");
	setSlice(labeled[i]);
	setThreshold(1, 255);
	run("Create Selection");
	selectImage("stack.tif");
	setSlice(labeled[i]);
	run("Restore Selection");
	Overlay.addSelection;
	Overlay.setPosition(labeled[i]);
	run("Select None");
}
selectImage("stack-masks.tif");
close();

run("Train", "image=[stack.tif] labels=Overlay"
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
