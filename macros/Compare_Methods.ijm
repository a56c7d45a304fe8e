// Compares training methods on folders of image files: do the unlabeled images help, and with which
// method?
//
// Argument (all parts may be left out):
//   input=[...]            folder that holds the folders labeled, masks and unlabeled
//   output_folder=[...]    folder for the results; a comparison that was interrupted there is gone
//                          on with, and runs that have finished are not done again
//   methods=[...]          methods with commas between; all for all methods
//   label_fractions=...    parts of the images whose masks are used, with commas between
//   seeds=...              random seeds, with commas between
//   test_fraction=...      part of the images with masks that is held out for testing
//   test_split=[...]       CSV file (image,role) that names the test images, in place of test_fraction
//   iterations=...         number of training steps of each run; 0 takes the preset's
//   width=...              feature maps of the networks' first level; 0 takes the preset's
//   patch_size=...         size of the training patches in pixels; 0 takes the preset's
//   batch_size=...         patches in each step; 0 takes the preset's
//   keep_models=...        false to delete each model when it is scored
// or just the folder. Without an argument, the folder test-images is taken that lies beside the
// folder of this macro.

folder = withSlash(option("input", folderByDefault()));
output = withSlash(option("output_folder", getDirectory("temp") + "duo-segnet-comparison"));
if (!File.isDirectory(folder + "labeled"))
	exit("There is no folder labeled in " + folder + "; give the folder as the macro's argument.");

unlabeled = "";
if (File.isDirectory(folder + "unlabeled"))
	unlabeled = " unlabeled_folder=[" + folder + "unlabeled]";
testSplit = option("test_split", "");
if (testSplit != "")
	testSplit = " test_split=[" + testSplit + "]";

// 2 methods x 2 fractions x 3 seeds = 12 trainings. A third of the 6 images that are not held out
// for testing is one image to train on and one for validation.
run("Compare Methods", "labeled_folder=[" + folder + "labeled] mask_folder=[" + folder + "masks]"
	+ unlabeled
	+ " methods=[" + option("methods", "Supervised U-Net, Duo-SegNet") + "]"
	+ " label_fractions=" + option("label_fractions", "0.34,1")
	+ " seeds=" + option("seeds", "1,2,3")
	+ " test_fraction=" + option("test_fraction", "0.25") + testSplit
	+ " preset=Laptop"
	+ " iterations=" + option("iterations", "0")
	+ " width=" + option("width", "0")
	+ " patch_size=" + option("patch_size", "0")
	+ " batch_size=" + option("batch_size", "0")
	+ " output_folder=[" + output + "] keep_models=" + option("keep_models", "true"));

// A failed or canceled comparison ends the macro. The pictures are open as images.
selectImage("Dice by label fraction");
print("Plot: " + output + "plot.png");
selectImage("Masks by method");
print("Masks of test images: " + output + "contact-sheet.png, " + getWidth() + "x" + getHeight());
print(File.openAsString(output + "summary.csv"));

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
