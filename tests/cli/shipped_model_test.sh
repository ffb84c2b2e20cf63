#!/usr/bin/env bash
# shipped_model_test.sh SOURCE FOLDER: other people's programs accept assets/brain.glb. Skips (77) without any of them.
set -u
source=$1 folder=$2 ran=0
mkdir -p "$folder"
cd "$folder" || exit 1
[ "$(stat -c %s "$source/assets/brain.glb")" -le 6291456 ] || { echo "brain.glb is larger than 6 MB"; exit 1; }

if command -v npm >/dev/null 2>&1; then
  [ -d node_modules/gltf-validator ] || npm install --silent --no-audit --no-fund gltf-validator@2.0.0-dev.3.10 >/dev/null 2>&1
  if [ -d node_modules/gltf-validator ]; then
    ran=1
    cat > validate.js <<'JS'
const validator = require('gltf-validator'), fs = require('fs');
validator.validateBytes(new Uint8Array(fs.readFileSync(process.argv[2]))).then(report => {
  console.log(`gltf-validator: ${report.issues.numErrors} errors, ${report.issues.numWarnings} warnings`);
  process.exit(report.issues.numErrors === 0 ? 0 : 1);
}, error => { console.error(String(error)); process.exit(1); });
JS
    node validate.js "$source/assets/brain.glb" || exit 1
  else
    echo "gltf-validator could not be installed; skipped"
  fi
fi
if command -v f3d >/dev/null 2>&1; then
  starter=()
  [ -z "${DISPLAY:-}" ] && command -v xvfb-run >/dev/null 2>&1 && starter=(xvfb-run -a)
  ran=1
  timeout 120 "${starter[@]}" f3d --output f3d.png --resolution 320,180 "$source/assets/brain.glb" >f3d.txt 2>&1
  [ -s f3d.png ] || { echo "f3d drew nothing:"; cat f3d.txt; exit 1; }
  echo "f3d drew brain.glb"
fi
[ "$ran" -eq 1 ] || { echo "neither npm nor f3d is installed; skipped"; exit 77; }
