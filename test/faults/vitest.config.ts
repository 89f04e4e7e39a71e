import { defineConfig } from "vitest/config";
import { keepCompiled } from "../compile-cache.ts";

keepCompiled();

// Apart from `npm test`: these runs are killed, interrupted and starved for minutes on end.
export default defineConfig({
  test: {
    include: ["test/faults/**/*.faults.ts"],
    pool: "forks",
    // Each file has servers and folders of its own, and most of them wait.
    maxWorkers: "100%",
    execArgv: ["--no-wasm-code-gc"], // docs/decisions/type-stripping-in-tests.md
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
