import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { keepCompiled } from "../compile-cache.ts";

keepCompiled();

/** The longest of all, which would otherwise begin when the others have ended. */
const FIRST = ["servers/neo4j.faults.ts", "kill.faults.ts"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = FIRST.findIndex((name) => moduleId.endsWith(`/${name}`));
      return at < 0 ? FIRST.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

// Apart from `npm test`: these runs are killed, interrupted and starved for minutes on end.
export default defineConfig({
  test: {
    include: ["packages/colloquy/test/faults/**/*.faults.ts"],
    sequence: { sequencer: LongestFirst },
    pool: "forks",
    // Each file has servers and folders of its own, and most of them wait.
    maxWorkers: "100%",
    execArgv: ["--no-wasm-code-gc"], // docs/decisions/type-stripping-in-tests.md
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
