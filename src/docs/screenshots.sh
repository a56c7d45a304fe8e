#!/usr/bin/env bash
# Makes the README's pictures of windows: runs ImageJ on a virtual display, trains for some minutes
# on the test images, and takes screenshots. Needs Xvfb and the built project (mvn package).
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
work=$(mktemp -d)
exec {number}< <(exec Xvfb -displayfd 1 -screen 0 1280x800x24 -nolisten tcp 2>/dev/null)
xvfb=$!
read -r -u "$number" display
export DISPLAY=:$display
trap 'kill "$xvfb" 2>/dev/null; rm -rf "$work"' EXIT

told=0

# Starts ImageJ with a macro; the robot in front of it is then spoken to with tell.
start() {
	printf '%s\n' "$1" > "$work/macro.ijm"
	coproc ROBOT { exec java -Duser.home="$work" -cp "target/imagej/ij.jar:target/test-classes" \
		sc.fiji.duosegnet.commands.WindowRobot -ijpath "$root/target/imagej" -port0 \
		-macro "$work/macro.ijm" 2>"$work/errors.txt"; }
	robot=$ROBOT_PID
	exec {said}<&"${ROBOT[0]}" {heard}>&"${ROBOT[1]}"
}

tell() {
	told=$((told + 1))
	echo "$told $1" >&"$heard"
	while read -r -u "$said" line; do
		case $line in "answer $told: "*) answer=${line#"answer $told: "}; return ;; esac
	done
	echo "No answer to '$1'" >&2
	exit 1
}

# Waits until the text of a window ($1) matches a pattern ($2).
await() {
	for _ in $(seq 1200); do
		tell "text $1"
		if [[ $answer != "no window" && $answer =~ $2 ]]; then return; fi
		sleep 0.5
	done
	echo "Window '$1' never showed '$2'" >&2
	exit 1
}

stop() {
	kill "$robot"
	wait "$robot" 2>/dev/null || true
	exec {said}<&- {heard}>&-
}

images=$root/test-images
model=$work/model.duosegnet.zip

start 'run("Sample Images", "slices=24"); run("Train");'
await Train ''
tell "place Train"
sleep 1
tell "picture $root/src/docs/train-dialog.png|Train"
tell "type Train|Model file:|$work/cells.duosegnet.zip"
tell "click Train|  OK  "
await "Train: Plan" labeled
tell "place Train: Plan"
sleep 1
tell "picture $root/src/docs/plan-dialog.png|Train: Plan"
stop

start "run(\"Train on Folders\", \"labeled_folder=[$images/labeled] mask_folder=[$images/masks]\"
	+ \" unlabeled_folder=[$images/unlabeled] method=Duo-SegNet iterations=400 model_file=[$model]\"
	+ \" settings=[sampling.validation_fraction=0.2 validation_interval=20]\");
File.saveString(\"done\", \"$work/done\");"
await "Train on Folders" "3[0-9][0-9] of 400"
tell "picture $root/src/docs/training.png|Train on Folders"
until [ -e "$work/done" ]; do tell "text Train on Folders"; sleep 1; done
stop

# What comes of it: one slice with the outlines found, its mask and confidence, and the tables.
start "open(\"$images/test.tif\"); rename(\"cells\");
run(\"Segment Image\", \"image=cells model=[$model]\");
run(\"Find Objects\", \"mask=cells-mask confidence=cells-confidence split_touching=true minimum_size=20\"
	+ \" outlines=Overlay overlay_image=cells\");
titles = newArray(\"cells\", \"cells-mask\", \"cells-confidence\", \"cells-objects\");
for (i = 0; i < titles.length; i++) {
	selectImage(titles[i]);
	setSlice(3);
	setLocation(10 + 310 * i, 120, 300, 300);
}
Table.setLocationAndSize(10, 390, 620, 400, \"Objects\");
Table.setLocationAndSize(640, 390, 620, 400, \"Objects per Slice\");
File.saveString(\"shown\", \"$work/shown\");"
until [ -e "$work/shown" ]; do tell "text Log"; sleep 1; done
sleep 2
tell "picture $root/src/docs/results.png"
stop
