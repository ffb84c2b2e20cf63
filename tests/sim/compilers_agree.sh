#!/bin/sh
# Builds the simulation with g++ and clang++, without and with optimisation, runs every scenario, arm and style, and
# compares the bits of all traces with golden_traces.txt. Only sim is built four times: core and io move no numbers of
# the model.
# usage: compilers_agree.sh SOURCE-FOLDER WORK-FOLDER
set -eu
source_dir=$1
work_dir=$2
mkdir -p "$work_dir"
cd "$work_dir"
flags="-std=c++20 -ffp-contract=off -Wno-psabi -I$source_dir/src"

# What all four programs share, built once and again only after a change.
changed_after() {
  find "$source_dir/src/core" "$source_dir/src/model" "$source_dir/src/sim" "$source_dir/src/io" -newer "$1" \
    \( -name '*.h' -o -path "$2" \) -print | head -1
}
objects=""
for file in "$source_dir"/src/core/*.cpp "$source_dir/src/io/json_scan.cpp" "$source_dir/src/io/json_read.cpp" \
            "$source_dir"/src/io/parse_circuit.cpp "$source_dir"/src/io/parse_scenario.cpp \
            "$source_dir"/src/io/parse_styles.cpp "$source_dir/src/io/load_pair.cpp" \
            "$source_dir/src/io/load_slow.cpp" "$source_dir/src/io/load_claims.cpp" \
            "$source_dir/src/io/load_pages.cpp" \
            "$source_dir/src/io/load_content.cpp"; do
  object=shared_$(basename "$file" .cpp).o
  objects="$objects $object"
  if [ ! -f "$object" ] || [ -n "$(changed_after "$object" "$file")" ]; then
    # shellcheck disable=SC2086
    g++ $flags -O0 -c "$file" -o "$object"
  fi
done

# Without optimisation every sixth trace is enough; it is slow.
every_of() { [ "$1" = O0 ] && echo 6 || echo 1; }
for level in O0 O2; do
  grep -v '^#' "$source_dir/tests/sim/golden_traces.txt" | awk -v n="$(every_of $level)" 'NR % n == 1 || n == 1' > golden_$level.txt
done
# Ensembles have their own tests of equal bits; no trace needs them.
sources=$(find "$source_dir/src/sim" -name '*.cpp' ! -name '*ensemble.cpp' ! -name 'lane_code*.cpp')

# Prints a verdict for one compiler; leaves "compiler.failed" when a trace differs.
compare() {
  compiler=$1
  rm -f "$compiler.failed"
  for level in O0 O2; do
    name="${compiler}_$level"
    rm -f "$name"
    # shellcheck disable=SC2086
    if ! "$compiler" $flags "-$level" $sources "$source_dir/tests/sim/tools/trace_hashes.cpp" \
         $objects -o "$name" || ! "./$name" "$source_dir/assets" "$(every_of $level)" > "$name.txt"; then
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
    compare "$compiler" &
    waiting="$waiting $!"
  else
    echo "skipped: $compiler is not installed; only the other compiler is compared"
  fi
done
for process in $waiting; do wait "$process"; done
[ ! -f g++.failed ] && [ ! -f clang++.failed ]
