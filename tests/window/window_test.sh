#!/usr/bin/env bash
# window_test.sh ATTUNE COMPARE FOLDER: opens the real window under Xvfb, clicks play and the amygdala, closes it.
# Looks at what changed on the screen. Skips (77) without Xvfb, xdotool or ImageMagick's import.
set -u
attune=$1 folder=$3
for tool in Xvfb xdotool import xwininfo; do
  command -v $tool >/dev/null 2>&1 || { echo "$tool is not installed; skipped"; exit 77; }
done
mkdir -p "$folder"
cd "$folder" || exit 1
rm -f ./*.png
export XDG_CONFIG_HOME=$folder/config
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
shot() { import -window root "$1.png"; }
click() { xdotool mousemove "$1" "$2"; sleep 0.3; xdotool mousedown 1; sleep 0.12; xdotool mouseup 1; sleep "${3:-0.8}"; }
# share CHANGED between two pictures in percent of the pixels of a region WxH+X+Y
changed() {
  local pixels total
  total=$(echo "$3" | sed -E 's/([0-9]+)x([0-9]+).*/\1*\2/' | xargs -I{} sh -c 'echo $(({}))')
  pixels=$(convert "$1.png" "$2.png" -crop "$3" +repage -metric AE -fuzz 4% -compare -format '%[distortion]' info: 2>/dev/null)
  awk -v p="${pixels:-0}" -v t="$total" 'BEGIN { printf "%d", 100 * p / t * 10 }'
}
failed=0
expect_change() { # name before after region least (per mille)
  local value
  value=$(changed "$2" "$3" "$4")
  if [ "$value" -ge "$5" ]; then echo "ok: $1 ($value per mille)"; else echo "FAILED: $1: only $value per mille changed"; failed=1; fi
}
convert() { if [ -x /usr/bin/convert ]; then /usr/bin/convert "$@"; else command convert "$@"; fi; }
shot welcome
xdotool key Return; sleep 0.5
xdotool key Escape; sleep 0.8
shot opened
expect_change "the welcome closes" welcome opened 1280x720+0+0 20
xdotool key space; sleep 1.5
xdotool key space; sleep 0.6
shot played
expect_change "space plays" opened played 1280x130+0+590 5
click 92 671 1.5
click 92 671 0.8
shot clicked
expect_change "the play button plays" played clicked 1280x130+0+590 5
