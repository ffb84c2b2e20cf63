#!/usr/bin/env bash
# export_test.sh ATTUNE COMPARE FOLDER: what is exported is what is seen. A stage rendered alone has the pixels of the
# stage inside the window; larger scales show the same with sharper edges; names and legend stay out when asked to.
unset ATTUNE_UPDATE_BASELINES  # these compare pictures with each other
set -u
attune=$1 compare=$2 folder=$3
mkdir -p "$folder"
export LP_NATIVE_VECTOR_WIDTH=128
failed=0
say() { if "${@:2}"; then echo "ok: $1"; else echo "FAILED: $1"; failed=1; fi; }
moment=(--scenario rejection --style secure --compare anxious --at 240)
"$attune" render "${moment[@]}" --ui --press I --size 960x540 --out "$folder/alone.png" >/dev/null || failed=1
"$attune" render "${moment[@]}" --size 960x540 --out "$folder/stage.png" >/dev/null || failed=1
say "the window without panels is the exported picture, pixel for pixel" \
  "$compare" "$folder/alone.png" "$folder/stage.png" "$folder/alone.difference.png" 0
# Beside the panels, to the edge; in a large window text is larger.
for window in "dark 1280x720 1" "light 1920x1080 1.25"; do
  read -r background size text <<<"$window"
  line=$("$attune" render "${moment[@]}" --background $background --ui --size $size --out "$folder/window.png") || failed=1
  read -r width height x y <<<"$(echo "$line" | sed -E 's/.*stage ([0-9]+)x([0-9]+)\+([0-9]+)\+([0-9]+).*/\1 \2 \3 \4/')"
  "$attune" render "${moment[@]}" --background $background --no-captions --ui-scale $text --size "${width}x$height" --out "$folder/part.png" >/dev/null || failed=1
  say "the stage between the panels is the exported picture ($background, ${width}x$height)" \
    "$compare" "$folder/window.png" "$folder/part.png" "$folder/part.difference.png" 0 "${width}x$height+$x+$y" "${width}x$height+0+0"
done
# With a line below it the stage is still the same, also when it is made again from what the picture says.
"$attune" render "${moment[@]}" --line --size 960x570 --out "$folder/line.png" >/dev/null || failed=1
say "a line below the picture changes nothing above it" \
  "$compare" "$folder/line.png" "$folder/stage.png" "$folder/line.difference.png" 0 960x540+0+0 960x540+0+0
"$attune" render --from-receipt "$folder/line.png" --out "$folder/line_again.png" >/dev/null || failed=1
say "it comes back with the line" "$compare" "$folder/line.png" "$folder/line_again.png" "$folder/line.difference.png" 0
"$compare" "$folder/line.png" "$folder/line.png" "$folder/line.difference.png" 0 300x24+0+544 300x24+500+544 >/dev/null &&
  { echo "FAILED: nothing is written below the picture"; failed=1; }
for scale in 2 4; do
  "$attune" render "${moment[@]}" --size 960x540 --scale $scale --out "$folder/scale.png" >/dev/null || failed=1
  say "scale $scale is the same picture, sharper" "$compare" --sharp "$folder/scale.png" "$folder/stage.png"
done
# Glass without sparks: this half had a white pixel.
"$attune" render --scenario rejection --style anxious --at 330 --hide left --scale 2 --no-labels --out "$folder/half.png" >/dev/null || failed=1
say "no pixel of the glass is a spark" "$compare" --sparks "$folder/half.png"
# With nothing written on it a corner that the legend filled is empty backdrop, and the same at both sides.
"$attune" render "${moment[@]}" --size 960x540 --no-labels --no-legend --no-titles --no-body --out "$folder/bare.png" >/dev/null || failed=1
say "names and legend can be left out" \
  "$compare" "$folder/bare.png" "$folder/bare.png" "$folder/bare.difference.png" 0.6 100x60+860+0 100x60+380+0
"$compare" "$folder/stage.png" "$folder/bare.png" "$folder/bare.difference.png" 0.6 260x110+690+420 260x110+690+420 >/dev/null &&
  { echo "FAILED: the legend is not in the picture that should have it"; failed=1; }
exit $failed
