import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { keepCompiled } from "../compile-cache.ts";

keepCompiled();

/** The longest files start first, so that none of them runs alone at the end. */
const FIRST = ["servers/neo4j.faults.ts", "kill.faults.ts", "servers/incremental-projection.faults.ts"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = FIRST.findIndex((name) => moduleId.endsWith(`/${name}`));
      return at < 0 ? FIRST.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

// Separate from `npm test`, because these runs take minutes.
export default defineConfig({
  test: {
    include: ["packages/colloquy/test/{faults,spending}/**/*.faults.ts"],
    sequence: { sequencer: LongestFirst },
    pool: "forks",
    // Each file has its own servers and folders, and most files wait: a third worker uses what two leave idle.
    maxWorkers: 3,
    execArgv: ["--no-wasm-code-gc"], // docs/decisions/type-stripping-in-tests.md
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
