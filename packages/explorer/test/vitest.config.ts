import { defineConfig } from "vitest/config";

// Separate from `npm test`, because journeys through a real browser take minutes.
export default defineConfig({
  test: {
    include: ["packages/explorer/test/journeys/*.journey.ts"],
    pool: "forks",
    // Each file has its own server and browser.
    maxWorkers: 2,
    execArgv: ["--no-wasm-code-gc"], // docs/decisions/type-stripping-in-tests.md
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
