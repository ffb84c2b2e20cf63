#!/usr/bin/env bash
# window_test.sh ATTUNE COMPARE FOLDER: opens the real window under Xvfb, clicks play and the amygdala, closes it.
# Looks at what changed on the screen. Skips (77) without Xvfb, xdotool or ImageMagick's import.
set -u
attune=$1 compare=$2 folder=$3 here=$(cd "$(dirname "$0")" && pwd)
for tool in Xvfb xdotool import xwininfo; do
  command -v $tool >/dev/null 2>&1 || { echo "$tool is not installed; skipped"; exit 77; }
done
mkdir -p "$folder"
cd "$folder" || exit 1
rm -f ./*.png
export XDG_CONFIG_HOME=$folder/config XDG_PICTURES_DIR=$folder/Pictures
rm -rf "$folder/config"
mkdir -p "$folder/Pictures" "$folder/bin"
# What the desktop asks for is part of this test, not of the machine: a gsettings of our own.
wish() { printf '#!/bin/sh\ncase "$3" in enable-animations) echo %s ;; high-contrast) echo %s ;; esac\n' "$1" "$2" > "$folder/bin/gsettings"; chmod +x "$folder/bin/gsettings"; }
wish true false
export PATH=$folder/bin:$PATH
display=
for number in $(seq 91 109); do
  [ -e /tmp/.X11-unix/X$number ] || { display=:$number; break; }
done
Xvfb $display -screen 0 1280x720x24 +extension GLX >xvfb.txt 2>&1 &
xvfb=$!
trap 'kill $program $xvfb 2>/dev/null' EXIT
program=
export DISPLAY=$display
unset WAYLAND_DISPLAY
for _ in $(seq 50); do xwininfo -root >/dev/null 2>&1 && break; sleep 0.1; done
"$attune" >attune.txt 2>&1 &
program=$!
window=
for _ in $(seq 100); do
  window=$(xdotool search --onlyvisible --name Attune 2>/dev/null | head -1)
  [ -n "$window" ] && break
  kill -0 $program 2>/dev/null || { echo "FAILED: the program ended: $(cat attune.txt)"; exit 1; }
  sleep 0.1
done
[ -n "$window" ] || { echo "FAILED: no window appeared"; cat attune.txt; exit 1; }
xdotool windowsize $window 1280 720 windowmove $window 0 0
sleep 2
shot() { import -window root -quality 1 "$1.png"; }  # 1: quickly
click() { xdotool mousemove "$1" "$2"; sleep 0.3; xdotool mousedown 1; sleep 0.12; xdotool mouseup 1; sleep "${3:-0.8}"; }
# share CHANGED between two pictures in percent of the pixels of a region WxH+X+Y
changed() {
  local pixels total
  total=$(echo "$3" | sed -E 's/([0-9]+)x([0-9]+).*/\1*\2/' | xargs -I{} sh -c 'echo $(({}))')
  pixels=$(convert "$1.png" "$2.png" -crop "$3" +repage -metric AE -fuzz 4% -compare -format '%[distortion]' info: 2>/dev/null)
  awk -v p="${pixels:-0}" -v t="$total" 'BEGIN { printf "%d", 1000 * p / t }'
}
failed=0
convert() { if [ -x /usr/bin/convert ]; then /usr/bin/convert "$@"; else command convert "$@"; fi; }
# expect_change NAME BEFORE AFTER WxH+X+Y LEAST: at least so many per mille of the region's pixels differ.
expect_change() {
  local value
  value=$(changed "$2" "$3" "$4")
  if [ "$value" -ge "$5" ]; then echo "ok: $1 ($value per mille)"; else echo "FAILED: $1: only $value per mille changed"; failed=1; fi
}
shot 1_welcome
xdotool key slash; sleep 0.6; xdotool type --delay 60 'left out'; sleep 0.6; xdotool key Return; sleep 1.2
xdotool key m; sleep 1.2       # two histories beside each other
xdotool key Home; sleep 1.2
shot 2_moment
expect_change "search opens a moment" 1_welcome 2_moment 1280x720+0+0 100
# What is exported is what is seen: the stage of the real window, without panels, and the picture of `render`.
key() { xdotool key "$1"; sleep "${2:-0.8}"; }
key i 2; shot 2_stage; key i
"$attune" render --scenario rejection --style secure --compare anxious --at 0 --size 1280x720 --out 2_exported.png >/dev/null
if "$compare" 2_stage.png 2_exported.png 2_difference.png 0.02; then echo "ok: the window's stage is the exported picture"; else echo "FAILED: the window's stage is not the exported picture"; failed=1; fi
click 92 671 3                 # play
shot 3_playing
expect_change "the play button plays: the clock and the time line move" 2_moment 3_playing 1100x110+20+600 3
click 92 671 1                 # pause
shot 4_paused
sleep 1
shot 5_still
value=$(changed 4_paused 5_still 1280x110+0+600)
if [ "$value" -le 2 ]; then echo "ok: pause stands still"; else echo "FAILED: something still moves after pause ($value per mille)"; failed=1; fi
click 478 281 1                # the amygdala of side A
shot 6_amygdala
expect_change "a click on the amygdala opens its page" 5_still 6_amygdala 300x500+970+70 20
xdotool key Escape; sleep 0.8
xdotool mousemove 480 220 mousedown 1; for x in 500 520 540 560; do xdotool mousemove $x 222; sleep 0.05; done; xdotool mouseup 1
sleep 1
shot 7_turned
expect_change "a drag turns both brains" 5_still 7_turned 300x280+330+100 50
expect_change "... the other one too" 5_still 7_turned 280x280+650+100 50
# Keys of the table, in the real window.
key() { xdotool key "$1"; sleep "${2:-0.8}"; }
key d; shot 8_difference
expect_change "D colours one brain by the difference" 7_turned 8_difference 620x280+330+100 50
key d; key c 1; shot 9_change
expect_change "C opens the change dial" 7_turned 9_change 600x180+340+400 50
key c; key g 4; shot 10_calm
expect_change "G brings the calm page" 7_turned 10_calm 1280x720+0+0 400
key g 4; key b; shot 11_blank
value=$(convert 11_blank.png -format '%[fx:int(1000*mean)]' info:)
if [ "$value" -eq 0 ]; then echo "ok: B blanks the screen"; else echo "FAILED: B leaves brightness $value"; failed=1; fi
key Next 0.6; key slash; xdotool type --delay 60 hippoc; sleep 0.6; shot 12_search; key Return 1; shot 13_found
expect_change "/ finds the hippocampus and opens its page" 7_turned 13_found 300x500+970+70 20
# A field takes every tap, however fast, and shows what is chosen in it.
key slash; xdotool type --delay 60 amygdala; sleep 1; shot 12_typed
xdotool type --delay 60 zzzzzzzzzz; sleep 1; xdotool key --repeat 10 --delay 1 BackSpace; sleep 3; shot 12_taken_back
value=$(changed 12_typed 12_taken_back 640x330+320+80)
if [ "$value" -le 3 ]; then echo "ok: ten fast taps of Backspace take ten letters ($value per mille)"; else echo "FAILED: ten fast taps of Backspace: $value per mille differ"; failed=1; fi
key ctrl+a 1; shot 12_chosen
expect_change "Ctrl+A shows what it has chosen" 12_taken_back 12_chosen 100x44+345+100 100
key Escape
mkdir -p Pictures; rm -f Pictures/*
key shift+s 1.5
if ls Pictures/attune-*.png >/dev/null 2>&1; then echo "ok: Shift+S saves $(ls Pictures)"; else echo "FAILED: Shift+S saved nothing"; failed=1; fi
# What is saved is what is seen, at scale 1 pixel for pixel: with the panels (inside the stage's edges, which they soften)
# and without them, when the caption is on the stage.
key Escape; key Escape
key 0 1.5  # else the button for it stands on the stage
click 1150 30; click 834 386 1; click 260 30    # pictures as large as on the screen
xdotool mousemove 5 715; sleep 0.5; rm -f Pictures/*
key shift+s 1.5; key Escape; shot 13_panels; saved=$(ls Pictures/attune-*.png | head -1)
size=$(identify -format '%wx%h' "$saved"); width=${size%x*} height=${size#*x}
inner="$((width - 40))x$((height - 100))"  # without the line below it
if [ "$width" -lt 900 ] && "$compare" 13_panels.png "$saved" 13_difference.png 0 "$inner+344+80" "$inner+20+20"; then
  echo "ok: the saved picture is the stage between the panels ($size)"; else echo "FAILED: the saved picture ($size) is not the stage"; failed=1; fi
rm -f Pictures/*; key i 2; shot 13_alone; key shift+s 1.5; key i
saved=$(ls Pictures/attune-*.png | head -1) whole=$(identify -format '%wx%h' 13_alone.png)+0+0  # below it: what it shows
if "$compare" 13_alone.png "$saved" 13_difference.png 0 "$whole" "$whole"; then echo "ok: without panels it is the window, pixel for pixel"; else echo "FAILED: the picture of the window without panels differs"; failed=1; fi
# A table of the curves says in its head which run a column is from.
rm -f Pictures/*; key slash 1; xdotool type --delay 60 'save csv'; sleep 0.8; key Return 2; key Escape
if head -1 Pictures/attune-*.csv 2>/dev/null | grep -qE ',A [a-z_]+ [a-z_]+/[a-z_]+: region\.'; then echo "ok: a table of the curves names pattern, story and ending"
else echo "FAILED: the table of the curves: $(ls Pictures; head -1 Pictures/*.csv 2>&1 | cut -c1-200)"; failed=1; fi
# A picture of the curves in the clipboard is the one that is saved, and nothing is left of the program that took it.
if command -v xclip >/dev/null 2>&1; then
  rm -f Pictures/* copied.png; key ctrl+shift+c 2
  timeout 10 xclip -selection clipboard -t image/png -o >copied.png 2>xclip.txt
  if ps -o stat= --ppid $program | grep -q Z; then echo "FAILED: copying left a dead program behind"; failed=1; fi
  key Escape; key slash 1; xdotool type --delay 60 'save curves picture'; sleep 0.8; key Down; key Return 2; key Escape
  saved=$(ls Pictures/attune-*.png 2>/dev/null | head -1)
  if [ -s copied.png ] && [ -n "$saved" ] && "$compare" copied.png "$saved" 13_difference.png 0.0003; then echo "ok: the copied picture of the curves is the saved one"
  else echo "FAILED: the picture in the clipboard is not the saved one ($saved): $(cat xclip.txt)"; failed=1; fi
else
  echo "xclip is not installed; pictures in the clipboard are not looked at"
fi
rm -f Pictures/*
key ctrl+shift+s 3; key Escape 1
for _ in $(seq 40); do ls Pictures/*.mp4 >/dev/null 2>&1 || break; sleep 0.5; done  # a busy machine takes its time
if ls Pictures/*.mp4 >/dev/null 2>&1; then echo "FAILED: a stopped film left a file"; failed=1; else echo "ok: Esc stops a film and leaves nothing"; fi
key ctrl+shift+s 3
ls Pictures/*.mp4 >/dev/null 2>&1 || { echo "FAILED: a film does not begin again"; failed=1; }
kill -0 $program 2>/dev/null || { echo "FAILED: the program ended by itself: $(cat attune.txt)"; failed=1; }
key t  # the light theme: kept from now on
kill -TERM $program; wait $program; code=$?
settings=config/attune/settings.json
if grep -q '"theme": "light"' $settings 2>/dev/null; then echo "ok: the theme is kept"; else echo "FAILED: the theme is not kept: $(cat $settings 2>&1)"; failed=1; fi
if grep -qi 'rejection\|anxious\|hippoc\|240' $settings; then echo "FAILED: the settings say what was watched"; failed=1; fi
cp $settings settings_before.json
if [ "$code" -eq 130 ] && ! ls Pictures/*.mp4 >/dev/null 2>&1; then echo "ok: SIGTERM closes the window and takes the film away"; else echo "FAILED: SIGTERM: exit $code, $(ls Pictures)"; failed=1; fi
# A saved picture opens the window at its moment.
"$attune" render --scenario rejection --style secure --compare anxious --at 240 --view left --glass 0.6 --size 1280x720 --out 14_picture.png >/dev/null
"$attune" --from-receipt 14_picture.png >attune2.txt 2>&1 &
program=$!
window=
for _ in $(seq 100); do
  window=$(xdotool search --onlyvisible --name Attune 2>/dev/null | head -1)
  [ -n "$window" ] && break
  sleep 0.1
done
xdotool windowsize $window 1280 720 windowmove $window 0 0 mousemove 5 5
sleep 2
key i 2; shot 15_reopened
if "$compare" 15_reopened.png 14_picture.png 15_difference.png 0; then echo "ok: --from-receipt reopens the moment of a picture"; else echo "FAILED: --from-receipt shows something else"; failed=1; fi
# Files dropped on the window, as a file manager drops them.
if command -v python3 >/dev/null 2>&1; then
  # Waits until nothing moves any more, at most three seconds; the last look stays as NAME.
  settle() {
    local before='' now tries=0 same=0
    sleep 0.2
    while [ $tries -lt 25 ] && [ $same -lt 2 ]; do
      now=$(import -window root rgb:- | cksum)
      if [ "$now" = "$before" ]; then same=$((same + 1)); else same=0; fi
      before=$now tries=$((tries + 1))
      sleep 0.15
    done
    shot "$1"
  }
  # dropped NAME FILE...: what the window shows then is NAME.png
  dropped() {
    local name=$1; shift
    python3 "$here/drop_file.py" "$window" 640 300 "$@" >drop.txt 2>&1 || { echo "FAILED: dropping $*: $(cat drop.txt)"; failed=1; }
    settle "$name"
    kill -0 $program 2>/dev/null || { echo "FAILED: the program ended on $*: $(cat attune2.txt)"; exit 1; }
  }
  own=$here/../own_model/own_model.glb awkward="Ärger & Süßes, 100 % #1 – 日本"
  rm -rf drop "$awkward"; mkdir drop "$awkward"
  cp 14_picture.png "$awkward/mein Bild.png"
  cp "$here/../content/own_story.json" "$awkward/Meine Geschichte.json"
  "$attune" map "$own" --out drop/guess.json >/dev/null 2>&1
  sed '/Lump 7 L/s/"structure": ""/"structure": "putamen"/' drop/guess.json > drop/mapping.json
  cmp -s drop/guess.json drop/mapping.json && { echo "FAILED: the mapping is the same"; failed=1; }
  head -c 3000 "$own" > drop/cut.glb
  head -c 4000 14_picture.png > drop/cut.png
  key i 0.3; key Escape 0.1; settle 16_before
  dropped 16_story "$awkward/Meine Geschichte.json"
  expect_change "a dropped story opens, whatever its folder is called" 16_before 16_story 300x500+10+70 20
  dropped 16_moment "$awkward/mein Bild.png"
  key Escape 0.1; key i 0.1; settle 16_alone; key i 0.1
  if "$compare" 16_alone.png 14_picture.png 16_difference.png 0.02; then echo "ok: a dropped picture opens its moment again"; else echo "FAILED: a dropped picture shows something else"; failed=1; fi
  settle 16_quiet
  for broken in cut.glb cut.png guess.json; do
    dropped "17_$broken" "$PWD/drop/$broken"
    expect_change "$broken: one sentence says what is wrong" 16_quiet "17_$broken" 620x60+330+350 100
    key Escape 0.2; settle 17_after
    value=$(changed 16_quiet 17_after 1280x720+0+0)
    if [ "$value" -le 1 ]; then echo "ok: ... and nothing else changes"; else echo "FAILED: $broken changes $value per mille of the window"; failed=1; fi
  done
  dropped 18_both "$PWD/drop/mapping.json" "$own"; key Escape 0.1; settle 18_both
  expect_change "a model and its mapping, dropped together, take the brain's place" 16_quiet 18_both 900x500+340+70 60
  dropped 18_model "$own"; key Escape 0.1; settle 18_model
  expect_change "a model dropped alone gets a guess" 18_both 18_model 300x520+970+65 5
  dropped 18_mapping "$PWD/drop/mapping.json"
  if [ "$(changed 18_both 18_mapping 300x160+970+65)" -le 3 ]; then echo "ok: ... and its mapping, dropped then, names its parts"; else echo "FAILED: a mapping dropped after its model is not the one dropped with it"; failed=1; fi
  dropped 18_unknown "$PWD/attune.txt"
  expect_change "what cannot be opened is said" 18_mapping 18_unknown 620x60+330+350 100
fi
kill -TERM $program; wait $program
if cmp -s $settings settings_before.json; then echo "ok: a picture's looks are not kept"; else echo "FAILED: a picture has changed the settings"; failed=1; fi
# A desktop that wants less motion and more contrast gets both; what a person chooses then is kept against it.
rm -f $settings; wish false true
start_again() {
  "$attune" >attune3.txt 2>&1 &
  program=$!
  for _ in $(seq 100); do
    window=$(xdotool search --onlyvisible --name Attune 2>/dev/null | head -1)
    [ -n "$window" ] && break
    sleep 0.1
  done
  sleep 1.5
}
start_again; key Escape; key l 0.5; kill -TERM $program; wait $program
if grep -q '"reduced_motion": true' $settings && grep -q '"theme": "contrast"' $settings; then echo "ok: the desktop's wishes are followed"; else echo "FAILED: the desktop's wishes are not followed: $(cat $settings 2>&1) $(cat attune3.txt)"; failed=1; fi
[ "$failed" -eq 0 ] && echo "the window works; pictures are in $folder"
exit $failed
