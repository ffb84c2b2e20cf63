#!/usr/bin/env bash
# command_line_test.sh ATTUNE SOURCE FOLDER: every subcommand with good and bad input. Prints a line per check.
set -u
attune=$1 source=$2 folder=$3
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder" || exit 1
failed=0 passed=0

# expect CODE TEXT ARGUMENTS...: exit code and a part of what is printed; never a crash, never an exception's name.
expect() {
  local code=$1 text=$2 output status
  shift 2
  output=$(timeout 60 "$attune" "$@" 2>&1 </dev/null)
  status=$?
  if [ "$status" -ne "$code" ] || ! grep -qF -- "$text" <<<"$output" || grep -qE "terminate called|std::|nlohmann|0x[0-9a-f]{6}" <<<"$output"; then
    echo "FAILED: attune $*"
    echo "  wanted exit $code and \"$text\", got exit $status and: $(head -c 600 <<<"$output")"
    failed=$((failed + 1))
  else
    passed=$((passed + 1))
  fi
}
check() {
  if eval "$1"; then passed=$((passed + 1)); else echo "FAILED: $1"; failed=$((failed + 1)); fi
}

expect 0 "Attune " --version
expect 0 "render" --help
expect 2 "--help" nonsense
expect 2 "--scenario" render --out a.png --at 1

# languages: a folder of files beside the others, nothing else
mkdir -p assets/languages/de
for file in "$source"/assets/*; do [ -e "assets/${file##*/}" ] || ln -s "$file" assets/; done
echo '{"language_name": "Deutsch", "compare": "Vergleichen"}' > assets/languages/de/ui.json
echo '{"Amygdala": "Mandelkern"}' > assets/languages/de/content.json
expect 0 "Mandelkern" list regions --assets assets --language de
expect 0 "Amygdala" list regions --assets assets
expect 2 'did you mean "de"' list regions --assets assets --language dr
# what goes wrong before there is a window is told in its language
echo '{"Amygdala": "Mandelkern", "no window can be opened: there is no display": "kein Fenster ohne Bildschirm", "the JSON ends early, where {expected} was expected": "hier fehlt {expected}"}' > assets/languages/de/content.json
display=${DISPLAY-} && unset DISPLAY WAYLAND_DISPLAY
expect 4 "kein Fenster ohne Bildschirm (" --assets assets --language de --no-settings
expect 4 "no window can be opened: there is no display (" --assets assets --no-settings
mkdir -p cut && for file in assets/*; do ln -sf "$PWD/$file" cut/; done && rm cut/circuit.json && echo '{' > cut/circuit.json
expect 5 "hier fehlt" --assets cut --language de --no-settings
[ -z "$display" ] || export DISPLAY=$display
expect 0 "texts are missing" check assets/languages/de/ui.json
expect 0 "texts are missing" check assets/languages/de/content.json
check '"$attune" list words --assets assets --language de > missing.json && ! grep -q "\"compare\":" missing.json && grep -q "\"views\": \"Views\"" missing.json && ! grep -q "\"Amygdala\":" missing.json'
echo '{"Amygdalla": "Mandelkern", "Amygdala": "Mandelkern"}' > wrong.json
expect 3 'did you mean "Amygdala"?' check wrong.json
# settings belong to the window: no command reads or writes them
mkdir -p config/attune && echo '{"schema_version": 1, "ui_scale": 9, "views": []}' > config/attune/settings.json
expect 3 "/ui_scale" check config/attune/settings.json
export XDG_CONFIG_HOME=$PWD/config
expect 0 "" render --scenario soothe --style secure --at 1 --size 320x180 --background contrast --ui --out contrast.png
check 'grep -q "ui_scale.: 9" config/attune/settings.json && [ "$(ls config/attune)" = settings.json ]'
expect 2 "nan is not a number that can be used" render --scenario soothe --style secure --at nan --out a.png
expect 2 "nan is not a number that can be used" render --scenario soothe --style secure --at 1 --glass nan --out a.png
expect 2 "inf is not a number that can be used" video --scenario soothe --style secure --turn inf --out a.mp4
expect 2 "pictures end in .png, not .jpg" render --scenario soothe --style secure --at 1 --out a.jpg
expect 2 "a film has no transparent background; give a folder name" video --scenario soothe --style secure --background transparent --out a.webm
check '[ ! -e a.png ] && [ ! -e a.mp4 ] && [ ! -e a.jpg ] && [ ! -e a.webm ]'
expect 2 "--theme" render --theme dark --scenario soothe --style secure --at 1 --out a.png
unset XDG_CONFIG_HOME

# simulate
expect 0 "tsst.csv" simulate --scenario tsst --style secure --arm "friend in preparation" --out tsst.csv --sample-s 60
check '[ "$(head -1 tsst.csv | cut -d, -f1)" = time_s ]'
check 'head -1 tsst.csv | grep -q region.AMY && head -1 tsst.csv | grep -q chem.CORT && head -1 tsst.csv | grep -q body.HR && head -1 tsst.csv | grep -q felt.D && head -1 tsst.csv | grep -q trait.trust'
check '[ "$(wc -l < tsst.csv)" -eq 132 ]'
expect 0 "" simulate --scenario soothe --style anxious --arm soothed --out first.csv
expect 0 "" simulate --scenario soothe --style anxious --arm soothed --out second.csv
check 'cmp -s first.csv second.csv'
if locale -a 2>/dev/null | grep -qi de_DE; then
  LC_ALL=de_DE.UTF-8 "$attune" simulate --scenario soothe --style anxious --arm soothed --out german.csv >/dev/null
  check 'cmp -s first.csv german.csv'
fi
expect 2 'did you mean "anxious"' simulate --scenario tsst --style anxius --out x.csv
expect 2 'did you mean "rejection"' simulate --scenario rejektion --style secure --out x.csv
expect 2 'did you mean "alone"' simulate --scenario rejection --style secure --arm alon --out x.csv
expect 3 "no such file" simulate --scenario ./none.json --style secure --out x.csv
expect 6 "could not be written" simulate --scenario soothe --style secure --out no/such/folder/x.csv
expect 6 "" simulate --scenario soothe --style secure --out "$folder"
expect 2 "--sample-s" simulate --scenario soothe --style secure --out x.csv --sample-s 0
check '[ ! -e x.csv ]'

# days, years and two people
expect 0 "isolation.csv: isolation, isolated, anxious: 1209600 s in steps of 60 s" simulate --scenario isolation --style anxious --out isolation.csv
check 'head -1 isolation.csv | grep -q trait.bond && [ "$(wc -l < isolation.csv)" -eq 20162 ]'
expect 0 "in steps of 3600 s" simulate --scenario breakup --style secure --arm "with friends" --sample-s 3600 --out breakup.csv
check '[ "$(wc -l < breakup.csv)" -eq 674 ]'
expect 0 "therapy.json" simulate --scenario therapy --style avoidant --arm "therapy stops" --out therapy.json
check 'grep -q "\"kind\": \"years\"" therapy.json && grep -q slow.security therapy.json && grep -q episode.AMY therapy.json'
if command -v python3 >/dev/null 2>&1; then
  check 'python3 -c "import json; t = json.load(open(\"therapy.json\")); assert len(t[\"rows\"]) == 157 and all(len(r) == len(t[\"columns\"]) for r in t[\"rows\"])"'
fi
expect 0 "the style changes nothing" simulate --scenario sensitive --arm "from two years" --out sensitive.csv
expect 0 "that of the parents" simulate --scenario generations --style disorganized --arm parents_supported --out generations.csv
expect 0 "person B" simulate --scenario synchrony --style avoidant --arm skin-to-skin --sample-s 10 --out synchrony.csv
check 'head -1 synchrony.csv | grep -q pair.R && head -1 synchrony.csv | grep -q region.AMY_a && head -1 synchrony.csv | grep -q chem.OTp_b'
for scenario in inconsistent bonding firstyear neglect couple; do
  expect 0 "$scenario" simulate --scenario $scenario --sample-s 604800 --out every.csv
done
expect 2 'did you mean "isolation"' simulate --scenario isolaton --style secure --out x.csv
expect 2 'did you mean "therapy"' simulate --scenario therpy --style secure --out x.csv
expect 2 'did you mean "therapy stops"' simulate --scenario therapy --style secure --arm "therapy stop" --out x.csv
expect 2 'did you mean "anxious"' simulate --scenario therapy --style anxius --out x.csv
expect 2 'did you mean "couple"' simulate --scenario coupel --out x.csv
expect 2 "larger --sample-s" simulate --scenario bonding --style secure --sample-s 1 --out x.csv
expect 0 "events" transcript --scenario therapy --style anxious --out years.txt
check 'grep -q "trust that others help\|Trust that others help" years.txt'
expect 0 "events" transcript --scenario synchrony --arm "synchronous play" --style secure --compare anxious --out pair.html
check 'grep -q "The parent: " pair.html && grep -q "The child: Breathing " pair.html && grep -q "The child: The heart swings" pair.html'
expect 2 "--compare" transcript --scenario rejection --style secure --compare anxious --out x.txt
expect 0 "events" transcript --scenario bonding --arm "intermittent partner" --style anxious --level plain --out days.txt
check '[ ! -e x.csv ] && [ ! -e x.txt ]'
cp "$source/assets/scenarios/breakup.json" days.json
sed -i 's/"daily_from": "19:00", "daily_to": "22:00"/"daily_from": "19:00", "daily_to": "25:00"/' days.json
expect 3 'time of day' check days.json
expect 2 "would replace" simulate --scenario ./days.json --out days.json

# a user's own scenario
cp "$source/assets/scenarios/rejection.json" own.json
expect 0 "own.csv" simulate --scenario own.json --style secure --out own.csv
expect 0 "fine" check own.json
sed 's/"pain"/"pian"/' own.json > typo.json
expect 3 'did you mean "pain"' simulate --scenario typo.json --style secure --out x.csv
expect 3 "typo.json" check typo.json
head -c 300 own.json > cut.json
expect 3 "cut.json" check cut.json

# a story that the editor has saved: checked, run and drawn like any other; the copy lives what the original lives
saved="$source/tests/content/own_story.json"
expect 0 "fine" check "$saved"
expect 0 "saved.csv" simulate --scenario "$saved" --style anxious --out saved.csv
expect 0 "original.csv" simulate --scenario rejection --style anxious --out original.csv
check 'cmp -s saved.csv original.csv'
expect 0 "saved.png" render --scenario "$saved" --style secure --at 200 --size 320x200 --out saved.png
expect 0 "saved.txt" transcript --scenario "$saved" --style secure --out saved.txt
expect 3 'did you mean "pain"' typo.json
expect 3 "cut.json" cut.json
expect 2 "no such file" not_there.json
expect 2 "not expected" list styles extra

# every kind of JSON file, every problem of it with its place
expect 0 "(circuit)" check "$source/assets/circuit.json"
expect 0 "(styles)" check "$source/assets/styles.json"
expect 0 "(ui_text)" check "$source/assets/ui_en.json"
expect 0 "(ui_text)" check "$source/assets/messages_en.json"
expect 0 "(claims)" check "$source/assets/claims/connections.json"
expect 0 "(claim_words)" check "$source/assets/claims/words.json"
sed '0,/"grade": "[a-z]*"/s//"grade": "stong"/; 0,/"claims"/s//"clams"/' "$source/assets/claims/connections.json" > wrong_claims.json
expect 3 'did you mean "claims"' check wrong_claims.json
sed '0,/"grade": "[a-z]*"/s//"grade": "stong"/' "$source/assets/claims/connections.json" > wrong_claims.json
expect 3 'wrong_claims.json:/claims/0/grade' check wrong_claims.json
expect 3 'did you mean "strong"' check wrong_claims.json
sed 's/"pain": 0.8/"pian": 7/; s/"age": "adult"/"age": "adlt"/; s/"reference_s"/"reference_z"/' own.json > three.json
expect 3 '/age: unknown age "adlt"' check three.json
expect 3 'did you mean "pain"' check three.json
expect 3 'must be between 0 and 1, found 7' check three.json
expect 3 'did you mean "reference_s"' check three.json
expect 0 "B62" list requirements
expect 0 '"shown_by"' list requirements --json

# a circuit of one's own, and one whose loop blows up: stops, says when and which variable, keeps what came before
cp "$source/assets/circuit.json" circuit.json
expect 0 "x.csv" simulate --scenario rejection --style secure --circuit circuit.json --out x.csv
"$attune" simulate --scenario rejection --style secure --out shipped.csv >/dev/null
check 'cmp -s x.csv shipped.csv'
rm -f x.csv
sed 's/"target": "max(1 + gS\*rel(DRN), ser_floor)"/"target": "1 + 30*pain*SER"/' "$source/assets/circuit.json" > loop.json
expect 0 "(circuit)" check loop.json
expect 8 "chem.SER left its range at t = " simulate --scenario rejection --style secure --circuit loop.json --out stopped.csv
check '[ "$(wc -l < stopped.csv)" -gt 150 ] && [ "$(wc -l < stopped.csv)" -lt 332 ] && ! grep -qE "nan|inf" stopped.csv'
sed 's/"gain": 3.5/"gain": 3.5, "gian": 2/; s/"rest": 0.35/"rest": 3/' "$source/assets/circuit.json" > wrong.json
expect 3 'did you mean "gain"' simulate --scenario rejection --style secure --circuit wrong.json --out x.csv
expect 3 "/regions/0/rest" check wrong.json
sed 's/"step_s": 1/"step_s": 1, "start": {"ACTH": 100}/' own.json > start.json
expect 8 "left its range" simulate --scenario start.json --style secure --out early.csv
expect 8 "left its range" transcript --scenario start.json --style secure --out early.txt
check '[ ! -e x.csv ] && [ ! -e early.txt ]'

# ensembles: bands, shards, merging
ensemble="simulate --scenario handhold --style anxious --ensemble 30 --seed 5"
expect 0 "bands of 30 runs" $ensemble --out bands.csv
check 'head -1 bands.csv | grep -q "^time_s,region.vmPFC.p05,region.vmPFC.p50,region.vmPFC.p95," && [ "$(wc -l < bands.csv)" -eq 32 ]'
expect 0 "" $ensemble --threads 3 --out again.csv
check 'cmp -s bands.csv again.csv'
expect 0 "" simulate --scenario handhold --style anxious --ensemble 30 --seed 6 --out other.csv
check '! cmp -s bands.csv other.csv'
expect 0 "bands" $ensemble --out bands.json
for shard in 1 2 3 4; do expect 0 "shard $shard of 4" $ensemble --shard $shard/4 --out shard$shard.part; done
expect 0 "30 runs from 4 parts" merge shard3.part shard1.part shard4.part shard2.part --out merged.csv
check 'cmp -s bands.csv merged.csv'
expect 0 "" merge shard*.part --out merged.json
check 'cmp -s bands.json merged.json'
if command -v parallel >/dev/null 2>&1; then
  parallel --will-cite "$attune" $ensemble --shard {}/3 --threads 1 --out parallel{}.part ::: 1 2 3 >/dev/null 2>&1
  expect 0 "" merge parallel*.part --out parallel.csv
  check 'cmp -s bands.csv parallel.csv'
else
  echo "skipped: GNU parallel is not installed"
fi
expect 3 "shards 2 and 4 of 4 are missing" merge shard1.part shard3.part --out x.csv
expect 3 "is shard 1 of 4 again" merge shard*.part ./shard1.part --out x.csv
expect 0 "" simulate --scenario handhold --style secure --ensemble 30 --seed 5 --shard 2/4 --out foreign.part
expect 3 "in its style (secure, not anxious)" merge shard1.part foreign.part shard3.part shard4.part --out x.csv
expect 0 "" simulate --scenario handhold --style anxious --ensemble 30 --seed 6 --shard 2/4 --out foreign.part
expect 3 "in its seed (6, not 5)" merge shard1.part foreign.part shard3.part shard4.part --out x.csv
head -c 9000 shard2.part > short.part
expect 3 "it was cut" merge shard1.part short.part shard3.part shard4.part --out x.csv
{ head -c -100 shard2.part; printf 'x'; tail -c 99 shard2.part; } > damaged.part
expect 3 "damaged" merge shard1.part damaged.part shard3.part shard4.part --out x.csv
expect 3 "not a part of an ensemble" merge bands.csv --out x.csv
expect 3 "no such file" merge none.part --out x.csv
expect 6 "could not be written" merge shard*.part --out no/such/folder/x.csv
expect 6 "could not be written" $ensemble --shard 1/4 --out no/such/folder/x.part
expect 2 "is not a shard" $ensemble --shard 5/4 --out x.part
expect 2 "more shards (31) than runs (30)" $ensemble --shard 1/31 --out x.part
expect 2 "--ensemble" simulate --scenario handhold --style anxious --ensemble 0 --out x.csv
expect 2 "--ensemble" simulate --scenario handhold --style anxious --seed 5 --out x.csv
expect 2 "parts" merge --out x.csv
expect 0 "60 connections" simulate --scenario handhold --style anxious --ensemble 8 --agreement --out directions.csv
check '[ "$(head -1 directions.csv)" = "connection,from,to,direction,effect,agree,runs" ] && [ "$(wc -l < directions.csv)" -eq 61 ]'
expect 0 "" simulate --scenario handhold --style anxious --ensemble 8 --agreement --out directions.json
check 'grep -q "\"direction\": \"raises\"" directions.json'
# ... of years and of two people
years="simulate --scenario neglect --style secure --ensemble 6 --seed 2"
expect 0 "bands of 6 runs" $years --out years.csv
for shard in 1 2; do expect 0 "shard $shard of 2" $years --shard $shard/2 --out years$shard.part; done
expect 0 "bands of 6 runs" merge years2.part years1.part --out years_merged.csv
check 'cmp -s years.csv years_merged.csv'
expect 0 "bands of 2 runs" simulate --scenario couple --arm apart --style secure --ensemble 2 --sample-s 30 --out couple.csv
# ... and the directions of connections: in years in the moment that stands for them, of two people in both
for counted in "handhold --style anxious" "neglect --style secure"; do
  directions="simulate --scenario $counted --ensemble 6 --seed 3 --agreement"
  expect 0 "60 connections" $directions --out agree.csv
  for shard in 1 2; do expect 0 "directions in runs" $directions --shard $shard/2 --out agree$shard.part; done
  expect 0 "directions of 6 runs" merge agree2.part agree1.part --out agree_merged.csv
  check 'cmp -s agree.csv agree_merged.csv && [ "$(wc -l < agree.csv)" -eq 61 ]'
  expect 3 "shard 2 of 2 is missing" merge agree1.part --out x.csv
done
directions="simulate --scenario couple --arm talking --style anxious --ensemble 2 --agreement"
expect 0 "120 connections" $directions --out two.json
for shard in 1 2; do expect 0 "directions in runs" $directions --shard $shard/2 --threads 1 --out two$shard.part; done
expect 0 "120 connections" merge two1.part two2.part --out two_merged.json
check 'cmp -s two.json two_merged.json && grep -q "\"id\": \"vmPFC>AMY_b\"" two.json && grep -q "\"to\": \"AMY_a\"" two.json'
expect 2 "did you mean" simulate --scenario couple --arm talkin --style anxious --ensemble 2 --agreement --out x.csv
check '[ ! -e x.csv ] && [ ! -e x.part ]'

# transcript
expect 0 "8 events" transcript --scenario rejection --style anxious --level plain --out story.txt
check 'grep -q "because of more social pain" story.txt && grep -q "What can change this" story.txt'
expect 0 "events" transcript --scenario rejection --style anxious --out story.html
check 'grep -q "</html>" story.html'
expect 2 'did you mean "expert"' transcript --scenario rejection --style anxious --level expart --out x.txt
expect 2 "ending" transcript --scenario rejection --style anxious --out x.docx

# list
for what in regions chemicals connections styles scenarios parameters claims pages references; do
  expect 0 "" list $what
  expect 0 '"id"' list $what --json
done
expect 2 "what" list nothing
for kind in moment days years "two people"; do
  expect 0 "$kind" list scenarios
  expect 0 "\"kind\": \"$kind\"" list scenarios --json
done
check '[ "$("$attune" list scenarios --json | grep -o "\"number\": \"S[0-9]*\"" | sort -u | wc -l)" -eq 22 ]'
expect 0 '"grade": "strong"' list connections --json
expect 0 "quoted from memory" list claims
expect 0 "against: " list claims --about chemical:OTc
expect 0 '"doi": "10.1177/0956797614550878"' list claims --about "connection:vmPFC>AMY" --json
expect 0 '"measured_in_people": true' list claims --about scenario:tsst --json
check '"$attune" list claims --json > claims.json && "$attune" list claims --json | cmp -s - claims.json'
check '[ "$(grep -c "^  \"sentence\": " claims.json)" -ge 300 ] && [ "$(grep -c "^  \"counter_evidence\": " claims.json)" -eq "$(grep -c "^  \"sentence\": " claims.json)" ]'
expect 0 '"abstract_checked": true' list references --json
expect 2 'did you mean "connection:vmPFC>AMY"' list claims --about "connection:vmPFC>AMX"
expect 2 'kind:id' list claims --about "$(printf 'x%.0s' $(seq 300))"
expect 2 'only claims' list styles --about style:secure
expect 0 'How common is each pattern? (good_to_know)' list pages
expect 0 '"claims": ' list pages --json
expect 0 "20,720" list claims --about page:how_common
expect 2 'did you mean "page:how_common"' list claims --about page:how_comon
expect 0 "(page)" check "$source/assets/pages/how_common.json"
sed 's/"twenty_thousand_pairs"/"twenty_thousand_pears"/' "$source/assets/pages/how_common.json" > page.json
expect 3 'unknown claim "twenty_thousand_pears"; did you mean "twenty_thousand_pairs"' check page.json

# check
expect 0 "fine" check "$source/assets/brain.glb"
printf '{' > broken.gltf
expect 3 "broken.gltf" check broken.gltf
: > empty.glb
expect 3 "empty" check empty.glb
expect 3 "folder" check "$folder"

# render
expect 0 "320x180" render --scenario rejection --style secure --compare anxious --at 240 --size 320x180 --out 'a "b" $(c).png'
check '[ -s "a \"b\" \$(c).png" ]'
expect 0 "640x360" render --scenario rejection --style secure --at 240 --size 320x180 --scale 2 --out double.png
expect 2 "outside" render --scenario rejection --style secure --at 99999 --size 320x180 --out x.png
expect 2 "not a size" render --scenario rejection --style secure --at 1 --size 320by180 --out x.png
expect 2 'did you mean "left"' render --scenario rejection --style secure --at 1 --view leftt --out x.png
expect 2 'did you mean "amygdala"' render --scenario rejection --style secure --at 1 --select amigdala --out x.png
expect 2 'did you mean "amygdala"' render --scenario rejection --style secure --at 1 --solo amigdala --out x.png
expect 0 "Only this part: Amygdala" render --scenario rejection --style secure --at 1 --solo amygdala --solo DA --describe
expect 0 "Only this flow: Dopamine" render --scenario rejection --style secure --at 1 --solo amygdala --solo DA --describe
expect 6 "could not be written" render --scenario rejection --style secure --at 1 --size 320x180 --out /proc/none/x.png
check '[ ! -e x.png ]'
"$attune" render --scenario rejection --style secure --at 240 --size 320x180 --out one.png >/dev/null
"$attune" render --scenario rejection --style secure --at 240 --size 320x180 --out two.png >/dev/null
check 'cmp -s one.png two.png'
check 'grep -aq "attune:receipt" one.png && ! grep -aqF "$folder" one.png && ! grep -aqF "$HOME" one.png'

# receipts: the same picture again, byte by byte, from nothing but the picture
again() {
  if "$attune" render --from-receipt "$1" --out again.png "${@:2}" >/dev/null 2>again.txt && cmp -s "$1" again.png; then
    passed=$((passed + 1))
  else
    echo "FAILED: $1 from its own receipt: $(cat again.txt)"
    failed=$((failed + 1))
  fi
  rm -f again.png
}
again one.png
"$attune" render --scenario soothe --arm soothed --style anxious --at 300 --size 320x180 --view left --glass 0.8 --select amygdala --background transparent --no-titles --no-flow --out receipt.png >/dev/null
again receipt.png
"$attune" render --scenario rejection --style anxious --at 240 --change-weeks 104 --company therapy_weekly --size 160x90 --scale 2 --out receipt.png >/dev/null
again receipt.png
"$attune" render --scenario rejection --style secure --compare anxious --at 240 --ui --ask chem.CORT --size 900x600 --background light --press U --out receipt.png >/dev/null
again receipt.png
# What is exported is what is seen: with the interface hidden the window is the stage.
"$attune" render --scenario rejection --style secure --compare anxious --at 240 --ui --press I --size 900x600 --out window.png >/dev/null
"$attune" render --scenario rejection --style secure --compare anxious --at 240 --size 900x600 --out stage.png >/dev/null
if command -v python3 >/dev/null 2>&1; then
  cat > pixels.py <<'PY'
import struct, sys, zlib
def pixels(name):
    data, at, idat = open(name, "rb").read(), 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IDAT": idat += data[at + 8:at + 8 + size]
        at += 12 + size
    return zlib.decompress(idat)
sys.exit(pixels(sys.argv[1]) != pixels(sys.argv[2]))
PY
  check 'python3 pixels.py window.png stage.png'
fi
for field in '"claims":\["' '"numbers":"' '"azimuth":' '"scenario":"rejection"' '"arm":"' '"style":"secure"' '"compare_style":"anxious"' '"time_s":240' '"program":"' Colin27; do
  check "grep -qa '$field' stage.png"
done
expect 0 "640x360" render --from-receipt one.png --scale 2 --out x.png
expect 0 "200x100" render --from-receipt one.png --size 200x100 --out x.png
rm -f x.png
expect 2 "the receipt says --at itself" render --from-receipt one.png --at 3 --out x.png
expect 2 "--scenario is required" render --at 3 --out x.png
expect 2 "--at is required" render --scenario rejection --out x.png
expect 2 "--from-receipt, --model and --mapping are for" list styles --from-receipt one.png
sed 's/"scenario":"rejection"/"scenario":"rejektion"/' one.png > damaged.png
expect 3 "the PNG is damaged" render --from-receipt damaged.png --out x.png
expect 3 "the PNG is damaged" damaged.png
head -c 2000 one.png > cut.png
expect 3 "the PNG is damaged" render --from-receipt cut.png --out x.png
expect 3 "no such file" render --from-receipt none.png --out x.png
expect 3 "not a PNG" render --from-receipt own.json --out x.png
expect 0 "made before receipts kept the view" render --from-receipt "$source/tests/cli/before_receipts.png" --size 320x180 --out x.png
rm -f x.png
if command -v python3 >/dev/null 2>&1; then
  cat > strip.py <<'PY'
import struct
data, at = open("one.png", "rb").read(), 8
out = data[:8]
while at < len(data):
    size, kind = struct.unpack(">I4s", data[at:at + 8])
    if kind not in (b"tEXt", b"iTXt", b"zTXt"): out += data[at:at + 12 + size]
    at += 12 + size
open("plain.png", "wb").write(out)
PY
  python3 strip.py
  expect 3 "carries no receipt" render --from-receipt plain.png --out x.png
  expect 3 "carries no receipt" --from-receipt plain.png
fi
expect 3 "no such file" --from-receipt none.png
"$attune" render --scenario own.json --style secure --at 60 --size 320x180 --out own.png >/dev/null
sed 's/"id": "rejection"/"id": "my_moment"/' own.json > my_moment.json
"$attune" render --scenario my_moment.json --style secure --at 60 --size 320x180 --out mine.png >/dev/null
expect 3 "give its file too: --scenario FILE.json" render --from-receipt mine.png --out x.png
again mine.png --scenario my_moment.json
expect 0 "(receipt)" check mine.png
check '[ ! -e x.png ]'

# a brain model of one's own
expect 0 "78 of 78 parts are known" check "$source/assets/brain.glb"
expect 0 "own.mapping.json: 78 parts" map "$source/assets/brain.glb" --out own.mapping.json
expect 0 "(mapping)" check own.mapping.json
expect 0 "78 of 78 parts are known" check "$source/assets/brain.glb" own.mapping.json
sed 's/"amygdala.L"/"amygdala.Left"/; 0,/"structure": "dlpfc"/s//"structure": "dlpcf"/' own.mapping.json > bad.mapping.json
expect 3 'unknown structure "dlpcf"; did you mean "dlpfc"?' check bad.mapping.json
sed 's/"amygdala.L"/"amygdala.Left"/' own.mapping.json > bad.mapping.json
expect 3 'the model has no part "amygdala.Left"; did you mean "amygdala.L"?' check "$source/assets/brain.glb" bad.mapping.json
expect 3 'the model has no part "amygdala.Left"' render --model "$source/assets/brain.glb" --mapping bad.mapping.json --scenario rejection --style secure --at 1 --out x.png
expect 0 "320x180" render --model "$source/assets/brain.glb" --mapping own.mapping.json --scenario rejection --style secure --at 240 --size 320x180 --out model.png
again model.png --model "$source/assets/brain.glb" --mapping own.mapping.json
expect 3 "give it too: --model FILE.glb" render --from-receipt model.png --out x.png
expect 0 "320x180" render --model "$source/assets/brain.glb" --scenario rejection --style secure --at 240 --size 320x180 --ui --mapping-panel --out x.png
rm -f x.png
expect 2 "add --model" render --mapping own.mapping.json --scenario rejection --style secure --at 1 --out x.png
expect 3 "no such file" render --model none.glb --scenario rejection --style secure --at 1 --out x.png
expect 3 "empty" map empty.glb
expect 3 "broken.gltf" video --model broken.gltf --scenario rejection --out x.mp4
expect 3 "empty" --model empty.glb
expect 6 "could not be written" map "$source/assets/brain.glb" --out no/such/folder/x.json
check '[ ! -e x.png ] && [ ! -e x.mp4 ]'

# stories of two people and of years as pictures
expect 0 "320x180" render --scenario couple --arm talking --style secure --compare avoidant --at 500 --size 320x180 --out pair.png
expect 0 "320x180" render --scenario couple --arm apart --style secure --compare avoidant --at 500 --size 320x180 --out apart.png
check '! cmp -s pair.png apart.png && grep -qa "\"compare_style\":\"avoidant\"" pair.png'
expect 0 "320x180" render --scenario sensitive --compare-arm "from eight years" --at 40000000 --size 320x180 --out years.png
check 'grep -qa "\"compare_arm\":\"from eight years\"" years.png'
expect 2 'did you mean "from eight years"' render --scenario sensitive --compare-arm "from eigt years" --at 1 --out x.png
expect 2 "scenario of two people" render --scenario couple --compare-arm talking --at 1 --out x.png
expect 2 "outside" render --scenario couple --at 901 --size 320x180 --out x.png

# video
expect 0 "6 frames" video --scenario rejection --style secure --seconds 0.5 --fps 12 --size 160x90 --out frames
check '[ "$(ls frames/*.png | wc -l)" -eq 6 ]'
expect 0 "4 frames" video --scenario couple --style secure --seconds 0.4 --fps 10 --size 160x90 --out pair_frames
expect 2 "not a part" video --scenario rejection --style secure --from 500 --to 100 --size 160x90 --out y.mp4
if command -v ffmpeg >/dev/null 2>&1; then
  expect 0 "frames" video --scenario rejection --style secure --seconds 0.5 --fps 12 --size 161x91 --out film.mp4
  check '[ -s film.mp4 ]'
  (PATH=/nowhere "$attune" video --scenario rejection --style secure --seconds 0.5 --fps 12 --size 160x90 --out noff.mp4 >noff.txt 2>&1)
  check '[ $? -eq 6 ] && grep -q "apt install ffmpeg" noff.txt && grep -q "a folder" noff.txt && [ ! -e noff.mp4 ] && [ ! -e noff_frames ]'
fi

# an installation that is not complete
expect 5 "looked in" --assets /nowhere list styles
mkdir -p half && cp -r "$source/assets/." half/ && echo '{"schema_version": 1,' > half/styles.json
expect 5 "styles.json" --assets half list styles
cp "$source/assets/styles.json" half/
sed -i 's/"connection:vmPFC>AMY"/"connection:vmPFC>AMX"/' half/claims/connections.json
expect 5 'connections.json:/claims/0/about/0: unknown topic "connection:vmPFC>AMX"; did you mean "connection:vmPFC>AMY"?' --assets half list styles
rm -r half/claims
expect 5 "install Attune again" --assets half list claims
cp -r "$source/assets/claims" half/ && head -c 5000 "$source/assets/brain.glb" > half/brain.glb
expect 5 "brain.glb" --assets half render --scenario rejection --style secure --at 1 --size 320x180 --out x.png
rm half/brain.glb
expect 5 "brain.glb" --assets half render --scenario rejection --style secure --at 1 --size 320x180 --out x.png

# no screen
(unset DISPLAY WAYLAND_DISPLAY; timeout 20 "$attune" >noscreen.txt 2>&1; echo $? >noscreen.code)
check '[ "$(cat noscreen.code)" -eq 4 ] && grep -q "render" noscreen.txt'

# bench
expect 0 "one_brain" bench --frames 3 --json bench.json
check 'grep -q "one_brain_100k_particles" bench.json && grep -q "median_ms" bench.json && grep -q "simulated_s" bench.json && grep -q "ratio_to_plain" bench.json'

# nothing is left lying about
check '[ -z "$(find . -name "*.part-*")" ]'

# no network: the program never asks for an internet socket
if command -v strace >/dev/null 2>&1; then
  strace -f -e trace=socket -o sockets.txt "$attune" render --scenario rejection --style secure --at 1 --size 160x90 --out s.png >/dev/null
  check '! grep -q "AF_INET" sockets.txt'
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
