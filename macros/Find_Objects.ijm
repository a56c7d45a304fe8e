// Numbers and measures the objects of a mask that Segment Image has written, and lists the slices
// with the lowest confidence: those are worth annotating next.
//
// Argument (all parts may be left out):
//   image=[...]          name of the image that was segmented; test.tif unless given
//   output_folder=[...]  folder that Segment Image has written its results to; the tables
//                        x-objects.csv and x-slices.csv and the label image x-objects.tif go there
//   minimum_size=...     smallest object in pixels

name = option("image", "test.tif");
stem = substring(name, 0, lastIndexOf(name, "."));
folder = withSlash(option("output_folder", getDirectory("temp") + "duo-segnet"));
if (!File.exists(folder + stem + "-mask.tif"))
	exit("There is no " + stem + "-mask.tif in " + folder + "; segment the image first.");
open(folder + stem + "-mask.tif");
open(folder + stem + "-confidence.tif");

run("Find Objects", "mask=[" + stem + "-mask.tif] confidence=[" + stem + "-confidence.tif]"
	+ " split_touching=true minimum_size=" + option("minimum_size", "20")
	+ " outlines=Overlay overlay_image=[" + stem + "-confidence.tif]"
	+ " objects_file=[" + folder + stem + "-objects.csv]"
	+ " slices_file=[" + folder + stem + "-slices.csv] overwrite=true");

selectImage(stem + "-objects");
Stack.getStatistics(voxels, mean, min, objects);
saveAs("Tiff", folder + stem + "-objects.tif");
selectImage(stem + "-confidence.tif");
print("Objects: " + objects + ", outlines: " + Overlay.size);

lines = split(File.openAsString(folder + stem + "-slices.csv"), "\n");
print("Annotate next:");
for (i = 1; i < minOf(lines.length, 4); i++) {
	fields = split(lines[i], ",");
	print("slice " + fields[0] + ", mean confidence " + fields[fields.length - 1]);
}

function option(key, otherwise) {
	return call("ij.Macro.getValue", getArgument(), key, otherwise);
}

function withSlash(path) {
	if (endsWith(path, "/") || endsWith(path, "\\"))
		return path;
	return path + "/";
}
