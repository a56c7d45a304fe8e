// Shows what a model was trained on, its scores, its settings and the course of its training.
//
// Argument (all parts may be left out):
//   model=[...]          the model; the one that the macro Train.ijm writes unless given
//   output_folder=[...]  folder for model.md, history.csv, images.csv and losses.png

model = option("model", getDirectory("temp") + "duo-segnet-stack.zip");
folder = option("output_folder", "");
files = "";
if (folder != "") {
	File.makeDirectory(folder);
	files = " text_file=[" + folder + "/model.md] history_file=[" + folder + "/history.csv]"
		+ " split_file=[" + folder + "/images.csv] overwrite=true";
}
run("Model Information", "model=[" + model + "] curves=true" + files);

selectImage("Losses of " + File.getName(model));
if (folder != "")
	saveAs("PNG", folder + "/losses.png");
print("Shown: " + model);

function option(key, otherwise) {
	return call("ij.Macro.getValue", getArgument(), key, otherwise);
}
