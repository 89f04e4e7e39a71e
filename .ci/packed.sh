#!/usr/bin/env bash
# Installs the packed tarball as the README describes, with the oldest supported Node, and runs the commands of the README
# and the guide.
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
folder="$(mktemp -d)"
simulation=
stop() {
  [ -z "$simulation" ] || kill "$simulation" 2>/dev/null || true
  rm -rf "$folder"
}
trap stop EXIT

(cd "$root" && npm run --silent pack -- --silent --pack-destination "$folder") >/dev/null
oldest="$(node -p 'require(process.argv[1]).engines.node.replace(/^>=/, "~")' "$root/packages/colloquy/package.json")"
npm install --silent --prefix "$folder/oldest" "node@$oldest"
export npm_config_prefix="$folder/global"
export PATH="$folder/global/bin:$folder/oldest/node_modules/node/bin:$PATH"
npm install --silent --global "$folder"/*.tgz
installed="$(npm root --global)/colloquy"
echo "installed with Node $(node --version)"
colloquy --help >/dev/null
(cd "$installed" && node --input-type=module -e 'await import("@colloquy/rate-limit"); await import("@colloquy/simulated-provider");')

# The explorer is in the package.
test -s "$installed/explorer/index.html"

# A simulated model, for the commands of the pages that need a model.
mkdir "$folder/simulation"
(cd "$folder/simulation" && exec colloquy simulate --port 0 --time-scale 100 --faults none >log 2>&1) &
simulation=$!
until OPENAI_BASE_URL="$(grep -o -m 1 'http://[^ ]*/v1' "$folder/simulation/log" 2>/dev/null)"; do
  kill -0 "$simulation"
  sleep 0.2
done
export OPENAI_BASE_URL OPENAI_API_KEY=none

# The commands of each page run in an empty folder.
for page in README.md docs/guide.md examples/README.md; do
  mkdir -p "$folder/pages/$page"
  cd "$folder/pages/$page"
  while read -r line; do
    echo "$page: $line"
    bash -euo pipefail -c "$line" </dev/null >output 2>&1 || { cat output; exit 1; }
  done < <(node "$root/.ci/shell-blocks.mjs" "$installed/$page")
done

echo "README.md: talks.mts"
cd "$folder/pages/README.md"
awk '/^```ts$/ { on = 1; next } /^```$/ { on = 0 } on' "$installed/README.md" >talks.mts
node talks.mts >found 2>/dev/null
grep -q 'slow-mornings/01-sleep-debt.vtt' found
node --input-type=module -e 'await import("colloquy/testing");'

echo "examples/README.md: chat-model.mts found something"
cd "$folder/pages/examples/README.md"
colloquy show "napping" --workspace own-model >found
grep -q 'Napping reduces sleep pressure' found
echo "the packed tarball works"
