#!/usr/bin/env bash
# Runs the files that hold properties with other cases: as many rounds as the argument says (default 20), a random seed each.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t files < <(grep -rl --include='*.test.ts' 'fast-check' src test)
for round in $(seq "${1:-20}"); do
  export COLLOQUY_TEST_SEED=$((RANDOM * 32768 + RANDOM))
  printf '== round %s: COLLOQUY_TEST_SEED=%s\n' "$round" "$COLLOQUY_TEST_SEED"
  npx vitest run --reporter=dot "${files[@]}"
done
