#!/usr/bin/env bash
# tasks_test.sh ATTUNE COMPARE FOLDER: everyday tasks, replayed on the whole interface without a window; each file says what must
# be seen on the way and at the end, and in "# window: SIZE OPTIONS" in which window (else 1280x720). With a line "# picture" the
# window looks at the end as in ../baselines/tasks, at a third of its size (ATTUNE_UPDATE_BASELINES=1 renews these). Pictures of
# where all of them end, to be looked at: ATTUNE_TASK_PICTURES=1.
set -u
attune=$1 compare=$2 folder=$3
here=$(cd "$(dirname "$0")" && pwd)
rm -rf "$folder"
mkdir -p "$folder/Pictures" "$folder/stories"
cd "$folder" || exit 1
export XDG_PICTURES_DIR=$folder/Pictures XDG_DOCUMENTS_DIR=$folder/stories
cp "$here/../../assets/pictures/left_out.png" moment.png
export LP_NATIVE_VECTOR_WIDTH=128  # one, so that no picture depends on the processor
pictures=$here/../baselines/tasks
failed=0 count=0 compared=0
for task in "$here"/tasks/*.txt; do
  name=$(basename "$task" .txt)
  read -ra options <<<"$(sed -n 's/^# window: //p' "$task")"
  [ "${#options[@]}" -gt 0 ] || options=(1280x720)
  grep -v '^#' "$task" | tail -1 | grep -q '^expect' || { echo "FAILED: $name does not say where it ends"; failed=$((failed + 1)); }
  picture=$(grep -cx '# picture' "$task")
  [ "$picture" -gt 0 ] || [ -n "${ATTUNE_TASK_PICTURES:-}" ] && options+=(--out "$name.png")
  count=$((count + 1))
  if timeout 60 "$attune" render --size "${options[@]}" --replay "$task" >"$name.log" 2>&1; then
    echo "ok: $name"
  else
    echo "FAILED: $name"; cat "$name.log"; failed=$((failed + 1)); continue
  fi
  [ "$picture" -gt 0 ] || continue
  compared=$((compared + 1))
  "$compare" --reduced "$name.png" "$pictures/$name.png" "$name.difference.png" >"$name.compared" ||
    { echo "FAILED: $name does not end as it looked"; cat "$name.compared"; failed=$((failed + 1)); }
done
# A panel less is seen.
(cat "$here/tasks/12_press_names.txt"; echo "click panel_left") >less.txt
timeout 60 "$attune" render --size 1280x720 --replay less.txt --out less.png >less.log 2>&1
ATTUNE_UPDATE_BASELINES= "$compare" --reduced less.png "$pictures/12_press_names.png" less.difference.png >less.compared &&
  { echo "FAILED: a window without its left panel looks like one with it"; failed=$((failed + 1)); }
[ "$compared" -ge 10 ] || { echo "FAILED: the ends of only $compared tasks are looked at"; failed=$((failed + 1)); }
[ "$count" -ge 10 ] || { echo "FAILED: only $count tasks were found"; failed=1; }

shared=stories/own_my_own_a_fright_and_someone_comes.json
"$attune" check "$shared" >check.log 2>&1 || { echo "FAILED: the story that was saved is not one"; cat check.log; failed=$((failed + 1)); }

# Bad input: one sentence with the place, and nothing written.
expect() {
  local code=$1 text=$2 output status
  shift 2
  output=$(timeout 60 "$attune" render "$@" 2>&1 </dev/null)
  status=$?
  if [ "$status" -ne "$code" ] || ! grep -qF -- "$text" <<<"$output"; then
    echo "FAILED: attune render $*: wanted exit $code and \"$text\", got $status and: $output"
    failed=$((failed + 1))
  fi
}
printf 'klick play\n' >bad.txt
expect 3 'bad.txt:1: "klick" is not a step of a replay; did you mean "click"?' --replay bad.txt --out bad.png
printf 'click explore\nclick plai\n' >bad.txt
expect 3 'did you mean "play"?' --replay bad.txt --out bad.png
printf 'click explore\nclick brain amigdala\n' >bad.txt
expect 3 'did you mean "amygdala"?' --replay bad.txt --out bad.png
printf 'drop saved\n' >bad.txt
expect 3 'nothing has been saved yet' --replay bad.txt --out bad.png
# A story with a slip in it says where, before anything else; JSON that is something else says what it is not.
own=$here/../content/own_story.json
sed '173s/$/,,/' "$own" >comma.json
head -c 4000 "$own" >cut.json
sed '175s/"//' "$own" >unquoted.json
printf '{"hello": 1}\n' >other.json
for file in comma cut unquoted; do
  place=$("$attune" check $file.json 2>&1 | grep -oE "$file.json:[0-9]+:[0-9]+" | head -1)
  [ -n "$place" ] || { echo "FAILED: attune check does not say where $file.json is wrong"; failed=$((failed + 1)); }
  printf 'click explore\ndrop %s.json\nexpect Message: %s\n' $file "$place" >bad.txt
  expect 0 '' --replay bad.txt
done
printf 'click explore\ndrop other.json\nexpect Message: other.json is neither a story nor the mapping of a brain model\n' >bad.txt
expect 0 '' --replay bad.txt
[ ! -e bad.png ] || { echo "FAILED: bad.png was written"; failed=1; }
printf 'expect Story: Another one\n' >bad.txt
expect 1 'expected "Story: Another one"' --replay bad.txt
expect 3 'no such file' --replay none.txt
expect 2 '--out is required' --scenario rejection --style secure --at 1
expect 0 'Story: Left out; alone' --scenario rejection --style secure --at 240 --describe
expect 0 'Side B: Anxious' --scenario rejection --style secure --compare anxious --at 240 --describe
[ "$failed" -eq 0 ] && echo "all $count tasks can be done; logs are in $folder"
exit "$failed"
