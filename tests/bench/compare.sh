#!/usr/bin/env bash
# compare.sh BUILD-FOLDER [WORK-FOLDER]: speed as ratios to VTK and F3D on the same meshes, size and machine, in one run.
#   frames  attune bench against VTK drawing the same triangles opaque and with depth peeling (1280x720)
#   load    cold `attune render` of a .glb against `f3d --output` of the same file, also with 5 million triangles
#   growth  the same for 1.25 and 5 million triangles: cost may grow no faster than the triangles
# What is not installed is skipped. Needs Xvfb for F3D. Nothing else should run meanwhile. Exit code 1: a ratio is missed.
set -u
build=$(cd "$1" && pwd) work=${2:-$(mktemp -d)} source=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$work"
cd "$work" || exit 1
attune=$build/attune make_model=$build/bench_model
[ -x "$make_model" ] || cmake --build "$build" --target bench_model >/dev/null || exit 1
missed=0
# ratio NAME OURS THEIRS MOST
ratio() {
  awk -v name="$1" -v a="$2" -v b="$3" -v most="$4" 'BEGIN {
    r = a / b; printf "%-46s %9.1f / %9.1f = %.2f (at most %s)%s\n", name, a, b, r, most, (r > most ? "  MISSED" : ""); exit (r > most) }' || missed=1
}
# median_ms COMMAND...: of five cold runs
median_ms() {
  for _ in 1 2 3 4 5; do
    local start end
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1 || return 1
    end=$(date +%s%N)
    echo $(((end - start) / 10000))
  done | sort -n | sed -n 3p | awk '{ printf "%.1f", $1 / 100 }'
}

# Debian's VTK and F3D need a screen.
number=131
while [ -e /tmp/.X11-unix/X$number ]; do number=$((number + 1)); done
if command -v Xvfb >/dev/null 2>&1; then
  Xvfb :$number -screen 0 1280x1024x24 +extension GLX >/dev/null 2>&1 &
  screen=$!
  trap 'kill $screen 2>/dev/null' EXIT
  sleep 1
fi

"$make_model" "$source/assets/brain.glb" middle.glb 1 >/dev/null || exit 1
"$make_model" "$source/assets/brain.glb" full.glb 0 >/dev/null || exit 1
"$make_model" "$source/assets/brain.glb" quarter.glb 0 1250000 >/dev/null || exit 1
"$make_model" "$source/assets/brain.glb" large.glb 0 5000000 || exit 1

"$attune" bench --json bench.json --frames 30 >/dev/null || exit 1
frame() { tr -d '\n ' < bench.json | grep -o "\"name\":\"$1\",\"size\":\"1280x720\",\"median_ms\":[0-9.]*" | sed 's/.*://'; }
ratio "two brains / one brain, turning (ms)" "$(frame two_brains_turning)" "$(frame one_brain_turning)" 1.6
ratio "two brains / one brain, resting eye (ms)" "$(frame two_brains)" "$(frame one_brain)" 1.6
# Debian's VTK belongs to Debian's Python, whatever else is on PATH.
if vtk=$(DISPLAY=:$number /usr/bin/python3 "$source/tests/bench/vtk_frames.py" middle.glb 2>/dev/null | grep opaque_ms); then
  opaque=$(sed 's/.*"opaque_ms": \([0-9.]*\).*/\1/' <<<"$vtk") peeled=$(sed 's/.*"peeled_ms": \([0-9.]*\).*/\1/' <<<"$vtk")
  # VTK's camera turns in every frame; ours turns too, or rests while the story plays, or draws as pictures are saved.
  for case in one_brain_turning one_brain one_brain_still; do
    ratio "$case / VTK opaque (ms)" "$(frame $case)" "$opaque" 1.0
    ratio "$case / VTK depth peeling (ms)" "$(frame $case)" "$peeled" 0.15
  done
else
  echo "skipped: VTK for Python is not installed (Debian: python3-vtk9)"
fi

ours() { median_ms "$attune" render --model "$1" --scenario rejection --style secure --at 240 --size 1280x720 --out ours.png; }
large=$(ours large.glb)
quarter=$(ours quarter.glb)
ratio "5 million / 1.25 million triangles (ms)" "$large" "$quarter" 4.0
if command -v f3d >/dev/null 2>&1 && command -v Xvfb >/dev/null 2>&1; then
  theirs() { DISPLAY=:$number median_ms f3d --output theirs.png --resolution 1280,720 "$1"; }
  ratio "shipped brain: render / f3d (ms)" "$(median_ms "$attune" render --scenario rejection --style secure --at 240 --size 1280x720 --out ours.png)" \
        "$(theirs "$source/assets/brain.glb")" 1.0
  ratio "300,000 triangles: render --model / f3d (ms)" "$(ours full.glb)" "$(theirs full.glb)" 1.0
  ratio "5 million triangles: render --model / f3d (ms)" "$large" "$(theirs large.glb)" 1.0
else
  echo "skipped: F3D or Xvfb is not installed"
fi
exit $missed
