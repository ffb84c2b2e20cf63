#!/usr/bin/env bash
# picture_test.sh ATTUNE COMPARE BASELINE FOLDER ARGUMENTS...: renders and compares with the baseline.
set -euo pipefail
attune=$1 compare=$2 baseline=$3 folder=$4
shift 4
name=$(basename "$baseline" .png)
size=(--size 640x360)
case " $* " in *" --size "*) size=() ;; esac
# One vector width, so that the baseline does not depend on the processor.
export LP_NATIVE_VECTOR_WIDTH=128
"$attune" render "$@" "${size[@]}" --out "$folder/$name.png"
"$compare" "$folder/$name.png" "$baseline" "$folder/$name.difference.png"
