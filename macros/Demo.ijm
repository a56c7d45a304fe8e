// Trains a small model on a folder of test images, segments a stack with it, and compares the mask
// with the exact one.
//
// Argument (all parts may be left out):
//   input=[...]       folder with labeled, masks, unlabeled, test.tif and test-masks.tif
//   output=[...]      folder for the model, mask.tif, confidence.tif and side-by-side.png
//   iterations=...    number of training steps

folder = withSlash(option("input", File.getParent(File.getParent(getInfo("macro.filepath"))) + "/test-images"));
output = withSlash(option("output", getDirectory("temp") + "duo-segnet-demo"));
File.makeDirectory(output);
model = output + "model.duosegnet.zip";

setBatchMode(true);
run("Train on Folders", "labeled_folder=[" + folder + "labeled] mask_folder=[" + folder + "masks]"
	+ " unlabeled_folder=[" + folder + "unlabeled] method=[Duo-SegNet] preset=Laptop"
	+ " iterations=" + option("iterations", "400") + " seed=1 model_file=[" + model + "] overwrite=true");

open(folder + "test.tif");
run("Segment Image", "image=test.tif model=[" + model + "]");
selectImage("test-mask");
saveAs("Tiff", output + "mask.tif");
rename("mask");
selectImage("test-confidence");
saveAs("Tiff", output + "confidence.tif");
rename("confidence");
open(folder + "test-masks.tif");
rename("truth");

// Pixels of mask and truth: both, only one, none.
both = 0;
either = 0;
pixels = 0;
for (slice = 1; slice <= nSlices; slice++) {
	predicted = foreground("mask", slice);
	drawn = foreground("truth", slice);
	for (i = 0; i < predicted.length; i++) {
		both += predicted[i] * drawn[i];
		either += predicted[i] + drawn[i];
	}
	pixels += predicted.length;
}

sideBySide(output + "side-by-side.png");
print("Wrote mask.tif, confidence.tif and side-by-side.png to " + output);
print("pooled Dice " + d2s(2 * both / either, 4) + ", MAE " + d2s(100 * (either - 2 * both) / pixels, 2) + " %");

// Returns 1 for each foreground pixel of a slice and 0 for the others.
function foreground(title, slice) {
	selectImage(title);
	setSlice(slice);
	width = getWidth();
	height = getHeight();
	values = newArray(width * height);
	for (y = 0; y < height; y++)
		for (x = 0; x < width; x++)
			values[y * width + x] = (getPixel(x, y) > 0);
	return values;
}

// Writes image, exact mask, mask and confidence of the first three slices, one row each.
function sideBySide(path) {
	titles = newArray("test.tif", "truth", "mask", "confidence");
	selectImage("test.tif");
	width = getWidth();
	height = getHeight();
	rows = minOf(3, nSlices);
	newImage("side by side", "8-bit black", titles.length * width, rows * height, 1);
	for (column = 0; column < titles.length; column++) {
		for (row = 0; row < rows; row++) {
			selectImage(titles[column]);
			setSlice(row + 1);
			getRawStatistics(n, mean, least, most);
			if (column == 3) {
				least = 0;
				most = 1;
			}
			values = newArray(width * height);
			for (y = 0; y < height; y++)
				for (x = 0; x < width; x++)
					values[y * width + x] = 255 * (getPixel(x, y) - least) / maxOf(most - least, 0.000001);
			selectImage("side by side");
			for (y = 0; y < height; y++)
				for (x = 0; x < width; x++)
					setPixel(column * width + x, row * height + y, round(values[y * width + x]));
		}
	}
	saveAs("PNG", path);
}

function option(key, otherwise) {
	return call("ij.Macro.getValue", getArgument(), key, otherwise);
}

function withSlash(path) {
	if (endsWith(path, "/") || endsWith(path, "\\"))
		return path;
	return path + "/";
}
