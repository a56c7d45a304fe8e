// Shows the versions of the program and of its engine, what entries and methods do, what to cite,
// and the license: in a window, or in the log where there is no display. Nothing is looked up on
// the network.
run("About Duo-SegNet");
