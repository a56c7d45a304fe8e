// Compares the mask and the confidence that Segment Image has written for a stack with the true
// masks, or all masks of a folder with those of another.
//
// Argument for one stack (all parts may be left out):
//   input=[...]              folder that holds the true masks
//   truth=[...]              name of their file in it; test-masks.tif unless given
//   image=[...]              name of the image that was segmented; test.tif unless given
//   output_folder=[...]      folder that Segment Image has written its results to
//   csv_file=[...]           file to write the table to; an existing one is replaced
// Argument for folders:
//   prediction_folder=[...]  predicted masks; x-mask.tif belongs to x
//   truth_folder=[...]       true masks
//   confidence_folder=[...]  optional: confidence images; x-confidence.tif belongs to x
//   csv_file=[...]           as above
// or just the folder of the true masks. Without an argument, the folder test-images is taken that
// lies beside the folder of this macro, and what the macro Segment_Image.ijm makes of it.

csv = keyed("csv_file");
if (csv != "")
	csv = csv + " overwrite=true";

folders = "" + keyed("prediction_folder") + keyed("truth_folder") + keyed("confidence_folder");
if (folders != "")
	run("Evaluate Segmentation", folders + csv);
else {
	truth = option("truth", "test-masks.tif");
	name = option("image", "test.tif");
	stem = substring(name, 0, lastIndexOf(name, "."));
	results = withSlash(option("output_folder", getDirectory("temp") + "duo-segnet"));
	if (!File.exists(results + stem + "-mask.tif"))
		exit("There is no " + stem + "-mask.tif in " + results + "; segment the image first.");
	open(results + stem + "-mask.tif");
	open(results + stem + "-confidence.tif");
	open(withSlash(option("input", folderByDefault())) + truth);
	run("Evaluate Segmentation", "prediction=[" + stem + "-mask.tif] truth=[" + truth + "]"
		+ " confidence=[" + stem + "-confidence.tif]" + csv);
}

// With windows, the table has one of its own. Without, it takes the place of the measurements. The
// functions of tables find it in both cases if they are not given a title.
if (isOpen("Segmentation Scores"))
	selectWindow("Segmentation Scores");

// The last four rows sum up the others. HD95 is undefined where exactly one of two masks is empty.
images = Table.size - 4;
print("Images: " + images);
print("Dice: pooled " + d2s(Table.get("DSC", images), 4) + ", mean " + d2s(Table.get("DSC", images + 1), 4)
	+ ", standard deviation " + d2s(Table.get("DSC", images + 2), 4));
print("HD95: mean " + d2s(Table.get("HD95 (pixel)", images + 1), 2) + " pixels, undefined for "
	+ Table.get("HD95 (pixel)", images + 3) + " images");

function option(key, otherwise) {
	return call("ij.Macro.getValue", getArgument(), key, otherwise);
}

// Returns an option as it is given to a command, or nothing if it is not there.
function keyed(key) {
	value = option(key, "");
	if (value != "")
		value = " " + key + "=[" + value + "]";
	return value;
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
