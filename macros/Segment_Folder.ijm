// Segments all images and stacks of a folder with a trained model.
//
// Argument (all parts but the first three may be left out):
//   input_folder=[...]   folder of the images
//   model=[...]          model that Train or Train on Folders has written
//   output_folder=[...]  folder for the results; what is there already is kept
//   pattern=[...]        which files count, for example *.tif
//   recursive=true       subfolders too
//   part=... parts=...   does one part of the files: the jobs of a cluster's array share the work
//
// If a file fails, the others go on, and the macro ends with an error at the end; summary.csv in
// the output folder says what became of each file.

run("Segment Folder", "input_folder=[" + option("input_folder", "") + "]"
	+ " model=[" + option("model", "") + "] output_folder=[" + option("output_folder", "") + "]"
	+ " pattern=[" + option("pattern", "*") + "] recursive=" + option("recursive", "false")
	+ " part=" + option("part", "1") + " parts=" + option("parts", "1"));
print("Segmented: " + option("input_folder", ""));

function option(key, otherwise) {
	return call("ij.Macro.getValue", getArgument(), key, otherwise);
}
