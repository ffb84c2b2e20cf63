#!/usr/bin/env bash
# turn_test.sh ATTUNE COMPARE FOLDER: a full turn in steps of five degrees, without names and pulses. What is drawn changes
# by about the same from every picture to the next: nothing pops, whatever lies in front of what.
unset ATTUNE_UPDATE_BASELINES  # these compare pictures with each other
set -u
attune=$1 compare=$2 folder=$3
rm -rf "$folder" && mkdir -p "$folder"
export LP_NATIVE_VECTOR_WIDTH=128
"$attune" video --scenario rejection --style anxious --from 240 --to 240.001 --seconds 2.4 --fps 30 --turn 360 --size 320x180 \
  --no-labels --no-flow --no-titles --no-legend --no-body --out "$folder/frames" >/dev/null || exit 1
set -- "$folder"/frames/*.png
[ $# -eq 72 ] || { echo "FAILED: $# pictures instead of 72"; exit 1; }
first=$1 before=$1
shift
for picture in "$@" "$first"; do
  "$compare" "$picture" "$before" "$folder/difference.png" 1000 | sed -E 's/mean difference ([0-9.]+).*/\1/;/^see/d'
  before=$picture
done >"$folder/steps.txt"
sort -n "$folder/steps.txt" | awk '{ step[NR] = $1 } END {
  printf "%d steps: median %.3f, largest %.3f grey levels\n", NR, step[int(NR / 2)], step[NR]
  exit !(NR == 72 && step[int(NR / 2)] > 0.2 && step[NR] < 2.2 * step[int(NR / 2)]) }' && echo "ok: nothing pops in a full turn"
