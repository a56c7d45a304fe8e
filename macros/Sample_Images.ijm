// Opens a stack of synthetic nuclei of which some slices are labeled, and trains a small model on
// it: the whole way from labels to masks, without any files of your own.
//
// Argument (all parts may be left out):
//   output_folder=[...]  folder for the model and the masks of all slices
//   labels=...           Masks or Overlay
//   iterations=...       number of training steps; 0 takes the preset's

folder = option("output_folder", getDirectory("temp") + "duo-segnet-sample");
File.makeDirectory(folder);
labels = option("labels", "Masks");

run("Sample Images", "size=" + option("size", "256") + " slices=24 labels_as=" + labels);
source = "labels=Overlay";
if (labels == "Masks")
	source = "labels=Masks mask=[sample-masks]";
run("Train", "image=[sample] " + source + " iterations=" + option("iterations", "400")
	+ " width=" + option("width", "0") + " patch_size=" + option("patch_size", "0")
	+ " model_file=[" + folder + "/sample.duosegnet.zip] overwrite=true");
run("Segment Image", "image=[sample] model=[" + folder + "/sample.duosegnet.zip]");
selectImage("sample-mask");
saveAs("Tiff", folder + "/sample-mask.tif");
print("Segmented: " + nSlices + " slices");

function option(key, otherwise) {
	return call("ij.Macro.getValue", getArgument(), key, otherwise);
}
