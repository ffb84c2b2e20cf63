#!/bin/sh
# Builds the simulation with g++ and clang++, without and with optimisation, runs every scenario, arm and style, and
# compares the bits of all traces with golden_traces.txt. Only sim is built four times: core and io, which move no
# numbers of the model, come from the build (after sim, so that what a header shares is sim's own).
# usage: compilers_agree.sh SOURCE-FOLDER WORK-FOLDER LIBRARIES...
set -eu
source_dir=$1
work_dir=$2
shift 2
mkdir -p "$work_dir"
cd "$work_dir"
flags="-std=c++20 -ffp-contract=off -Wno-psabi -I$source_dir/src"

# Without optimisation every sixth trace is enough; it is slow.
every_of() { [ "$1" = O0 ] && echo 6 || echo 1; }
for level in O0 O2; do
  grep -v '^#' "$source_dir/tests/sim/golden_traces.txt" | awk -v n="$(every_of $level)" 'NR % n == 1 || n == 1' > golden_$level.txt
done
# Ensembles have their own tests of equal bits; no trace needs them.
find "$source_dir/src/sim" -name '*.cpp' ! -name '*ensemble.cpp' ! -name 'life_bands.cpp' ! -name 'lane_code*.cpp' |
  LC_ALL=C sort | sed 's/.*/#include "&"/' > sim.cpp  # one source: the headers are read once

# Prints a verdict for one compiler; leaves "compiler.failed" when a trace differs.
compare() {
  compiler=$1
  shift
  rm -f "$compiler.failed"
  for level in O0 O2; do
    name="${compiler}_$level"
    rm -f "$name"
    # shellcheck disable=SC2086
    if ! "$compiler" $flags "-$level" sim.cpp "$source_dir/tests/sim/tools/trace_hashes.cpp" \
         "$@" -o "$name" || ! "./$name" "$source_dir/assets" "$(every_of $level)" > "$name.txt"; then
      echo "$compiler -$level: could not be built or run"
      touch "$compiler.failed"
    elif cmp -s golden_$level.txt "$name.txt"; then
      echo "$compiler -$level: all $(wc -l < "$name.txt") traces have the golden bits"
    else
      echo "$compiler -$level: $(diff golden_$level.txt "$name.txt" | grep -c '^>') traces differ from golden_traces.txt"
      diff golden_$level.txt "$name.txt" | head -4
      touch "$compiler.failed"
    fi
  done
}

waiting=""
for compiler in g++ clang++; do
  rm -f "$compiler.failed"
  if command -v "$compiler" > /dev/null 2>&1; then
    compare "$compiler" "$@" &
    waiting="$waiting $!"
  else
    echo "skipped: $compiler is not installed; only the other compiler is compared"
  fi
done
for process in $waiting; do wait "$process"; done
[ ! -f g++.failed ] && [ ! -f clang++.failed ]
