#!/usr/bin/env bash
# Runs the files that hold properties with more cases: as many rounds as the argument says (default 20), a random seed
# each, or once with the seed in COLLOQUY_TEST_SEED.
set -euo pipefail
cd "$(dirname "$0")/../../.."
mapfile -t files < <(grep -rl --include='*.test.ts' 'fast-check' packages/*/src packages/*/test)
run() {
  printf '== COLLOQUY_TEST_SEED=%s\n' "$COLLOQUY_TEST_SEED"
  npx vitest run --reporter=dot --testTimeout=600000 "${files[@]}"
}
if [ -n "${COLLOQUY_TEST_SEED:-}" ]; then
  run
  exit
fi
for _ in $(seq "${1:-20}"); do
  export COLLOQUY_TEST_SEED=$((RANDOM * 32768 + RANDOM))
  run
done
