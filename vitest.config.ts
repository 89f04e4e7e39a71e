import { defineConfig } from "vitest/config";
import { keepCompiled } from "./packages/colloquy/test/compile-cache.ts";

keepCompiled();

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts"],
    setupFiles: ["packages/colloquy/test/properties.ts"],
    pool: "forks",
    // Files share a process and its modules: to load them anew for each file would take a third of the time.
    isolate: false,
    // Many of them wait, for processes or for a provider.
    maxWorkers: 3,
    // Node 24's V8 frees a piece of WASM code twice, rarely, where threads strip types (docs/decisions/type-stripping-in-tests.md).
    execArgv: ["--no-wasm-code-gc"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
