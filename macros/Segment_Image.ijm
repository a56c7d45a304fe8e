// Segments an image or stack with a trained model.
//
// Argument (all parts may be left out):
//   input=[...]          folder that holds the image
//   image=[...]          name of the image file in it; test.tif unless given
//   model=[...]          model that Train or Train on Folders has written
//   output_folder=[...]  folder for the results; an existing result is replaced
//   outputs=[...]        some of mask, confidence, probability, views, agreement and critic, with
//                        commas between; mask,confidence unless given
// or just the folder. Without an argument, the folder test-images is taken that lies beside the
// folder of this macro.

folder = withSlash(option("input", folderByDefault()));
name = option("image", "test.tif");
model = option("model", getDirectory("temp") + "duo-segnet-folders.zip");
output = withSlash(option("output_folder", getDirectory("temp") + "duo-segnet"));
outputs = option("outputs", "mask,confidence");
if (!File.exists(folder + name))
	exit("There is no " + name + " in " + folder + "; give the folder as the macro's argument.");

open(folder + name);
title = getTitle();

// With an output folder the results are written slice by slice, so that stacks may be larger than
// memory. Without it, they are kept in memory. They are open as images in both cases.
run("Segment Image", "image=[" + title + "] model=[" + model + "] tile_size=0"
	+ " output_folder=[" + output + "] outputs=[" + outputs + "] overwrite=true");

// Each output is an image of its own, named by the image and the output.
stem = substring(name, 0, lastIndexOf(name, "."));
names = split(replace(replace(outputs, " ", ""), "views", "view1,view2"), ",");
for (i = 0; i < names.length; i++) {
	selectImage(stem + "-" + names[i]);
	print(names[i] + ": " + output + stem + "-" + names[i] + ".tif, " + nSlices + " slices");
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
