#!/bin/bash
# Segments all images of a folder with an array of jobs under SLURM, each of which does one part of
# the files. For a cluster without Apache Spark.
#
#   sbatch --array=1-20 --cpus-per-task=4 --mem=8G Segment_Folder_SLURM.sh <ImageJ folder> \
#       <input folder> <model file> <output folder> [pattern]
#
# ImageJ folder: an unpacked plain ImageJ with the plugin, on a disk that all machines see. What
# became of each file is in summary-<part>-of-<parts>.csv of the output folder. Parts may be started
# again: results that are there are kept.
#SBATCH --job-name=duo-segnet
set -eu
if [ $# -lt 4 ]; then
	echo "There are $# arguments; give the ImageJ folder, the input folder, the model file and the output folder." >&2
	exit 1
fi
imagej=$1
first=${SLURM_ARRAY_TASK_MIN:-1}
part=$((${SLURM_ARRAY_TASK_ID:-1} - first + 1))
parts=${SLURM_ARRAY_TASK_COUNT:-1}
# Java takes the processors that SLURM gives to the job; -XX:ActiveProcessorCount makes it certain.
exec java -Xmx2g -XX:ActiveProcessorCount="${SLURM_CPUS_PER_TASK:-1}" \
	-cp "$imagej/ij.jar:$imagej/plugins/*:$imagej/plugins/jars/*" sc.fiji.duosegnet.imagej.Headless \
	"$imagej/macros/Duo-SegNet/Segment_Folder.ijm" \
	"input_folder=[$2] model=[$3] output_folder=[$4] pattern=[${5:-*}] recursive=true part=$part parts=$parts"
