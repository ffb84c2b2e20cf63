#!/usr/bin/env bash
# gles_test.sh ATTUNE COMPARE FOLDER: what OpenGL 3.3 and OpenGL ES 3.0 draw is the same picture. Mesa would hand out a
# newer ES than asked for; the override holds it to 3.0.
unset ATTUNE_UPDATE_BASELINES  # these compare pictures with each other
set -u
attune=$1 compare=$2 folder=$3
mkdir -p "$folder"
export LP_NATIVE_VECTOR_WIDTH=128
failed=0
both() {
  local name=$1; shift
  "$attune" render "$@" --out "$folder/$name.gl.png" >/dev/null || failed=1
  MESA_GLES_VERSION_OVERRIDE=3.0 "$attune" --gles render "$@" --out "$folder/$name.es.png" >/dev/null || failed=1
  # Half a grey level: the order of additions may differ, nothing else.
  if "$compare" "$folder/$name.es.png" "$folder/$name.gl.png" "$folder/$name.difference.png" 0.05; then echo "ok: $name"; else echo "FAILED: $name"; failed=1; fi
}
both pair --scenario synchrony --arm skin-to-skin --style secure --compare anxious --at 900 --size 960x540
both light --scenario tsst --style anxious --at 3500 --background light --size 640x360
both clear --scenario soothe --arm soothed --style secure --at 300 --background transparent --size 640x360
both solid --scenario ssp --style earned --at 1200 --view medial-left --glass 1 --select amygdala --size 640x360
both window --scenario rejection --style secure --compare anxious --at 240 --ui --size 1024x600
exit $failed
