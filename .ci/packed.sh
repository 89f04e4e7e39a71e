#!/usr/bin/env bash
# Installs the packed tarball in an empty folder, as a user would, and runs the command line there.
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
npm pack --silent --pack-destination "$folder" "$root" >/dev/null
cd "$folder"
npm init --yes >/dev/null
npm install --silent ./colloquy-*.tgz
# The machine's own Node may be too old for Colloquy: the repository's is used, and the old one must say so.
export PATH="$root/node_modules/node/bin:$PATH"
mkdir talks
printf 'Ann Lee: Short meetings improve focus.\nBob Ray: Long meetings reduce focus, and focus leads to good work.\n' >talks/monday.txt
npx colloquy ingest --transcripts-dir talks --workspace packed
npx colloquy search "short meetings" --workspace packed | grep -q 'monday.txt'
npx colloquy status --workspace packed --json | grep -q '"parsed":1'
node --input-type=module -e '
  import { open } from "colloquy";
  await using workspace = await open("packed");
  const hits = await workspace.search("focus");
  if (hits.length === 0) throw new Error("the library finds nothing");
  await import("colloquy/testing");
'
echo "the packed tarball works"
