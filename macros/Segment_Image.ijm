// Segments an image or stack with a trained model.
//
// Argument (all parts may be left out):
//   input=[...]          folder that holds the image
//   image=[...]          name of the image file in it; test.tif unless given
//   model=[...]          model that Train or Train on Folders has written
//   output_folder=[...]  folder for the results; an existing result is replaced
//   critic_map=true      also writes the critic's map; only for models of a method with a critic
// or just the folder. Without an argument, the folder test-images is taken that lies beside the
// folder of this macro.

folder = withSlash(option("input", folderByDefault()));
name = option("image", "test.tif");
model = option("model", getDirectory("temp") + "duo-segnet-folders.zip");
output = withSlash(option("output_folder", getDirectory("temp") + "duo-segnet"));
criticMap = option("critic_map", "false");
if (!File.exists(folder + name))
	exit("There is no " + name + " in " + folder + "; give the folder as the macro's argument.");

open(folder + name);
title = getTitle();

// With an output folder the results are written slice by slice, so that stacks may be larger than
// memory. Without it, they are kept in memory. They are open as images in both cases.
run("Segment Image", "image=[" + title + "] model=[" + model + "] tile_size=0"
	+ " output_folder=[" + output + "] views=false critic_map=" + criticMap + " overwrite=true");

stem = substring(name, 0, lastIndexOf(name, "."));
selectImage(stem + "-mask");
print("Mask: " + output + stem + "-mask.tif, " + nSlices + " slices");
selectImage(stem + "-confidence");
print("Confidence: " + output + stem + "-confidence.tif, " + nSlices + " slices");
if (criticMap == "true") {
	selectImage(stem + "-critic");
	print("Critic's map: " + output + stem + "-critic.tif, " + nSlices + " slices");
}

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
