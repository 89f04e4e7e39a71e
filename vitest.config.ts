import { defineConfig } from "vitest/config";
import { keepCompiled } from "./test/compile-cache.ts";

keepCompiled();

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    setupFiles: ["test/property-seed.ts"],
    pool: "forks",
    // Most of them wait for processes of their own.
    maxWorkers: "100%",
    // Node 24's V8 frees a piece of WASM code twice, rarely, where threads strip types (docs/decisions/type-stripping-in-tests.md).
    execArgv: ["--no-wasm-code-gc"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
