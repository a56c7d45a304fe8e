#!/bin/bash
# Segments all images of a folder with an array of jobs under SLURM, each of which does one part of
# the files. For a cluster without Apache Spark.
#
#   sbatch --array=1-20 --cpus-per-task=4 --mem=8G Segment_Folder_SLURM.sh <ImageJ folder> \
#       <input folder> <model file> <output folder> [pattern]
#
# ImageJ folder: an unpacked plain ImageJ with the plugin, on a disk that all machines see. What
# became of each file is in summary-<part>-of-<parts>.csv of the output folder. The same command may
# be given again: results that are there are kept. DUOSEGNET_HEAP=8g in the environment gives Java
# more than 2 GB, for planes of more than 100 megapixels; --mem must have room for it.
#SBATCH --job-name=duo-segnet
set -eu
if [ $# -lt 4 ]; then
	echo "There are $# arguments; give the ImageJ folder, the input folder, the model file and the output folder." >&2
	exit 1
fi
imagej=$1
first=${SLURM_ARRAY_TASK_MIN:-1}
step=${SLURM_ARRAY_TASK_STEP:-1}
part=$(((${SLURM_ARRAY_TASK_ID:-1} - first) / step + 1))
parts=${SLURM_ARRAY_TASK_COUNT:-1}
if [ "$part" -gt "$parts" ]; then
	echo "Job $SLURM_ARRAY_TASK_ID of an array of $parts from $first is none of parts 1 to $parts; give an array without gaps, such as 1-$parts." >&2
	exit 1
fi
# Java takes the letters of paths from the locale, which jobs often have not.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
	*[Uu][Tt][Ff]*8) ;;
	*) export LC_ALL=C.UTF-8 ;;
esac
# Java takes the processors that SLURM gives to the job; -XX:ActiveProcessorCount makes it certain.
exec java -Xmx"${DUOSEGNET_HEAP:-2g}" -XX:ActiveProcessorCount="${SLURM_CPUS_PER_TASK:-1}" \
	-cp "$imagej/ij.jar:$imagej/plugins/*:$imagej/plugins/jars/*" sc.fiji.duosegnet.imagej.Headless \
	"$imagej/macros/Duo-SegNet/Segment_Folder.ijm" \
	"input_folder=[$2] model=[$3] output_folder=[$4] pattern=[${5:-*}] recursive=true part=$part parts=$parts"
