import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { colloquy } from "./serve.ts";

const EXAMPLES = join(import.meta.dirname, "../../../examples/transcripts");

/** Two people who contradict each other, and two names of one thing. */
const DEBATE = `Rosa Lindqvist: Coffee causes anxiety, that is what I see every week.
Henrik Sand: Coffee does not cause anxiety. Night work causes anxiety.
Rosa Lindqvist: Night work reduces attention. And night shifts cause mistakes.
Henrik Sand: Night shifts cause mistakes, yes. Night work causes mistakes as well, of course.
Rosa Lindqvist: Night work causes anxiety in some people, but coffee causes anxiety in everyone.
Henrik Sand: I will say it again, coffee does not cause anxiety.
`;

/** A folder with workspaces for journeys. Disposal removes it. */
export class Sample implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "colloquy-explorer-"));

  /** Ingests the sample of the product and a debate into the workspace `sample`. */
  static async ingested(environment: Readonly<Record<string, string>> = {}): Promise<Sample> {
    const sample = new Sample();
    const debate = join(sample.folder, "debate");
    mkdirSync(debate);
    writeFileSync(join(debate, "2026-03-01 coffee debate.txt"), DEBATE);
    for (const folder of [EXAMPLES, debate])
      await colloquy(sample.folder, ["ingest", folder, "--workspace", "sample", "--quiet"], environment);
    return sample;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
