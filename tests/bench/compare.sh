#!/usr/bin/env bash
# compare.sh BUILD-FOLDER [WORK-FOLDER [ROW...]]: speed as ratios to VTK and F3D on the same meshes, size and machine.
#   frames  attune bench against VTK drawing the same triangles opaque and with depth peeling (1280x720)
#   cold    cold `attune render` of a .glb against `f3d --output` of the same file
#   large   the same with 5 million triangles, and against 1.25 million: cost may grow no faster than the triangles
#   turn    frames of the 5-million-triangle model while it turns: 20 a second (tests/bench/README.md says why)
# Without ROW all of them. Each takes less than 100 seconds; the models are made once and kept in WORK-FOLDER.
#
# What is compared is measured in turn, ours, theirs, ours, theirs, for $ROUNDS rounds (5), and the medians are compared:
# what slows the machine for a while slows both. What is not installed is skipped. Needs Xvfb for F3D and VTK. Nothing
# else should run meanwhile. Exit code 1: a ratio is missed.
set -u
build=$(cd "$1" && pwd) work=${2:-$(mktemp -d)} source=$(cd "$(dirname "$0")/../.." && pwd)
shift; [ $# -gt 0 ] && shift
rows="${*:-frames cold large turn}"
rounds=${ROUNDS:-5}
mkdir -p "$work"
cd "$work" || exit 1
attune=$build/attune make_model=$build/bench_model
[ -x "$make_model" ] || cmake --build "$build" --target bench_model >/dev/null || exit 1
missed=0
# ratio NAME OURS THEIRS MOST; MOST "-": what is compared does not do the same, so there is no limit
ratio() {
  awk -v name="$1" -v a="$2" -v b="$3" -v most="$4" 'BEGIN {
    r = a / b; over = most != "-" && r > most + 0
    printf "%-58s %9.1f / %9.1f = %.2f (%s)%s\n", name, a, b, r, most == "-" ? "no limit" : "at most " most, over ? "  MISSED" : ""; exit over }' || missed=1
}
median() { sort -n "$1" | awk '{ a[NR] = $1 } END { printf "%.2f", a[int((NR + 1) / 2)] }'; }
# cold_ms COMMAND...: wall time of one run
cold_ms() {
  local start end
  start=$(date +%s%N)
  "$@" >/dev/null 2>&1 || { echo "failed: $*" >&2; return 1; }
  end=$(date +%s%N)
  awk -v t=$((end - start)) 'BEGIN { printf "%.2f\n", t / 1e6 }'
}
# model FILE [LEVEL TRIANGLES]
model() { [ -s "$1" ] || "$make_model" "$source/assets/brain.glb" "$@" >/dev/null || exit 1; }
shot() { "$attune" render "$@" --scenario rejection --style secure --at 240 --size 1280x720 --out ours.png; }

# Debian's VTK and F3D need a screen.
number=131
while [ -e /tmp/.X11-unix/X$number ]; do number=$((number + 1)); done
screen=
if command -v Xvfb >/dev/null 2>&1; then
  Xvfb :$number -screen 0 1280x1024x24 +extension GLX >/dev/null 2>&1 &
  screen=$!
  trap 'kill $screen 2>/dev/null' EXIT
  sleep 1
fi
has_f3d=0
command -v f3d >/dev/null 2>&1 && [ -n "$screen" ] && has_f3d=1
f3d_shot() { DISPLAY=:$number f3d --output theirs.png --resolution 1280,720 "$1"; }

# our_frame CASE FRAMES [OPTIONS...]: adds the median of one run to CASE.ms
our_frame() {
  "$attune" bench --json bench.json --only "$1" --frames "$2" "${@:3}" >/dev/null 2>&1 || exit 1
  tr -d '\n ' < bench.json | grep -o '"median_ms":[0-9.]*' | sed 's/.*://' >> "$1.ms"
}

for row in $rows; do
  rm -f ./*.ms
  case $row in
    frames)
      model middle.glb 1
      # What each draws of the meshes that VTK draws all of, and with how many samples a pixel:
      #   one_brain          the story plays before a resting eye: clear glass kept from before; solids by a third of their triangles; 1
      #   one_brain_turning  the eye moves: all triangles of the glass, a third of those of the solids; 1
      #   one_brain_full     the eye moves: all triangles, nothing kept; 1, as VTK opaque and VTK depth peeling
      #   one_brain_still    the eye moves: all triangles, nothing kept; 4, of solids and glass, as pictures are saved
      cases="one_brain one_brain_turning one_brain_full one_brain_still two_brains two_brains_turning"
      has_vtk=1
      # Debian's VTK belongs to Debian's Python, whatever else is on PATH.
      vtk() { DISPLAY=:$number /usr/bin/python3 "$source/tests/bench/vtk_frames.py" middle.glb "$@" 2>/dev/null; }
      for _ in $(seq "$rounds"); do
        for case in $cases; do our_frame "$case" 24; done
        if [ $has_vtk -eq 1 ] && opaque=$(vtk opaque 40); then
          echo "$opaque" >> opaque.ms
          vtk smooth 30 >> smooth.ms
          vtk peeled 8 >> peeled.ms
        else
          has_vtk=0
        fi
      done
      ratio "two brains / one brain, turning (ms)" "$(median two_brains_turning.ms)" "$(median one_brain_turning.ms)" 1.6
      ratio "two brains / one brain, resting eye (ms)" "$(median two_brains.ms)" "$(median one_brain.ms)" 1.6
      if [ $has_vtk -eq 1 ]; then
        # VTK's camera turns in every frame.
        for case in one_brain_full one_brain_turning one_brain; do
          ratio "$case / VTK opaque (ms)" "$(median $case.ms)" "$(median opaque.ms)" 1.0
          ratio "$case / VTK depth peeling (ms)" "$(median $case.ms)" "$(median peeled.ms)" 0.15
        done
        # VTK's depth peeling cannot have samples.
        ratio "one_brain_still / VTK opaque, four samples (ms)" "$(median one_brain_still.ms)" "$(median smooth.ms)" 1.0
        ratio "one_brain_still / VTK opaque, one sample (ms)" "$(median one_brain_still.ms)" "$(median opaque.ms)" -
        ratio "one_brain_still / VTK depth peeling, one sample (ms)" "$(median one_brain_still.ms)" "$(median peeled.ms)" -
      else
        echo "skipped: VTK for Python is not installed (Debian: python3-vtk9)"
      fi ;;
    cold)
      [ $has_f3d -eq 1 ] || { echo "skipped: F3D or Xvfb is not installed"; continue; }
      model full.glb 0
      for _ in $(seq "$rounds"); do
        cold_ms shot >> shipped.ms
        cold_ms f3d_shot "$source/assets/brain.glb" >> shipped_f3d.ms
        cold_ms shot --model full.glb >> full.ms
        cold_ms f3d_shot full.glb >> full_f3d.ms
      done
      ratio "shipped brain: render / f3d (ms)" "$(median shipped.ms)" "$(median shipped_f3d.ms)" 1.0
      ratio "300,000 triangles: render --model / f3d (ms)" "$(median full.ms)" "$(median full_f3d.ms)" 1.0 ;;
    large)
      model quarter.glb 0 1250000
      model large.glb 0 5000000
      for _ in $(seq "$rounds"); do
        cold_ms shot --model quarter.glb >> quarter.ms
        cold_ms shot --model large.glb >> large.ms
        [ $has_f3d -eq 1 ] && cold_ms f3d_shot large.glb >> large_f3d.ms
      done
      ratio "5 million / 1.25 million triangles (ms)" "$(median large.ms)" "$(median quarter.ms)" 4.0
      if [ $has_f3d -eq 1 ]; then
        ratio "5 million triangles: render --model / f3d (ms)" "$(median large.ms)" "$(median large_f3d.ms)" 1.0
      else
        echo "skipped: F3D or Xvfb is not installed"
      fi ;;
    turn)
      model large.glb 0 5000000
      our_frame one_brain_turning 30 --model large.glb
      ratio "5 million triangles, turning: frame / 50 ms" "$(median one_brain_turning.ms)" 50 1.0 ;;
    *) echo "no row \"$row\": frames, cold, large, turn" >&2; exit 2 ;;
  esac
done
exit $missed
