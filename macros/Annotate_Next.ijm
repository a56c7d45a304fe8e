// Finds the slices of a stack that a model is least sure of, and puts the model's objects there as
// ROIs in the overlay, together with the labels that were there. The stack is saved with them:
// open it, correct the proposals, and train again with labels from the overlay.
//
// In a window, say labels=[ROI Manager] instead, where ROIs are easier to correct.
//
// Argument (all parts may be left out):
//   input=[...]          folder that holds stack.tif and stack-masks.tif
//   model=[...]          model that Train has written
//   count=...            number of slices to annotate
//   minimum_size=...     smallest proposal in pixels
//   output_folder=[...]  folder for stack-annotated.tif
// or just the folder. Without an argument, the folder test-images is taken that lies beside the
// folder of this macro.

folder = withSlash(option("input", folderByDefault()));
model = option("model", getDirectory("temp") + "duo-segnet-stack.zip");
output = withSlash(option("output_folder", getDirectory("temp") + "duo-segnet"));
if (!File.exists(folder + "stack.tif"))
	exit("There is no stack.tif in " + folder + "; give the folder as the macro's argument.");

open(folder + "stack.tif");
open(folder + "stack-masks.tif");
run("Annotate Next", "image=[stack.tif] mask=[stack-masks.tif] labels=Overlay model=[" + model + "]"
	+ " count=" + option("count", "2") + " minimum_size=" + option("minimum_size", "10"));

selectImage("stack.tif");
for (i = 0; i < Overlay.size; i++) {
	Overlay.activateSelection(i);
	print(Roi.getName);
}
run("Select None");
File.makeDirectory(output);
saveAs("Tiff", output + "stack-annotated.tif");
print("To correct: " + output + "stack-annotated.tif");

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
