import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { colloquy } from "./serve.ts";

/** The sample of the product. */
export const EXAMPLES = join(import.meta.dirname, "../../../examples/transcripts");

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
  /** The workspace of most journeys. */
  readonly workspace: string;
  readonly #environment: Readonly<Record<string, string>>;

  constructor({ workspace = "sample", environment = {} }: SampleOptions = {}) {
    this.workspace = workspace;
    this.#environment = environment;
  }

  /** Ingests the sample of the product and a debate. */
  async ingestExamples(): Promise<void> {
    const debate = this.write("debate", { "2026-03-01 coffee debate.txt": DEBATE });
    for (const folder of [EXAMPLES, debate]) await this.ingest(folder);
  }

  /** Ingests a folder with transcripts into a workspace. */
  async ingest(folder: string, workspace = this.workspace): Promise<void> {
    await colloquy(this.folder, ["ingest", folder, "--workspace", workspace, "--quiet"], this.#environment);
  }

  /** Writes files into a folder, and returns its path. */
  write(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
    const path = join(this.folder, folder);
    mkdirSync(path, { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
    return path;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface SampleOptions {
  readonly workspace?: string;
  /** Environment variables of the commands. */
  readonly environment?: Readonly<Record<string, string>>;
}
