import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { ColloquyError, type IngestResult, open, type StampedEvent, type WorkspaceStatus } from "../../src/index.ts";
import { type CorpusSize, writeCorpus } from "./corpus.ts";

/** Runs from the sources, because the build may be older. */
const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

export interface IngestCall {
  readonly args?: readonly string[];
  /** Receives every event, with its process. */
  readonly onEvent?: (event: StampedEvent, child: ChildProcess) => void;
  /** Receives the process when it starts. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** The end of a process of `colloquy ingest`. */
export interface IngestEnd {
  readonly exitCode: number | null;
  /** The signal that killed it; null for a normal exit. */
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  readonly events: readonly StampedEvent[];
  readonly result: IngestResult | null;
  /** The number of chunks whose extraction was reported as settled. */
  readonly extracted: number;
}

/** A temporary folder with transcripts and workspaces for real processes. Disposal removes it. */
export class Workplace implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), "colloquy-faults-"));
  readonly transcriptsDir = join(this.root, "talks");
  dataDir = join(this.root, "data");
  outputDir = join(this.root, "metrics");
  /** The environment of processes in addition to PATH and HOME, such as the addresses of servers. */
  environment: Readonly<Record<string, string>> = {};

  constructor(size?: CorpusSize) {
    mkdirSync(this.transcriptsDir);
    if (size !== undefined) writeCorpus(this.transcriptsDir, size);
  }

  /** Changes to another, empty data folder. */
  useNewDataFolder(): void {
    this.dataDir = mkdtempSync(join(this.root, "data-"));
  }

  get workspaceFolder(): string {
    return join(this.dataDir, "talks");
  }

  async ingest({ args = [], onEvent, onStart }: IngestCall = {}): Promise<IngestEnd> {
    const { transcriptsDir, outputDir } = this;
    const always = ["--transcripts-dir", transcriptsDir, "--output-dir", outputDir, "--json"];
    const child = this.#start("ingest", [...always, ...args]);
    onStart?.(child);
    const ended = endOf(child);
    const events: StampedEvent[] = [];
    let result: IngestResult | null = null;
    for await (const line of createInterface({ input: child.stdout })) {
      const said = parseLine(line);
      if (said === null) continue;
      if (said.event === undefined) {
        result = said;
        continue;
      }
      events.push(said);
      onEvent?.(said, child);
    }
    return { ...(await ended), events, result, extracted: extractedIn(events) };
  }

  /** Compares the stores with the ledger: exit code 0 when they are equal. */
  async verify(): Promise<{ readonly exitCode: number | null; readonly said: string }> {
    const child = this.#start("verify", []);
    const ended = endOf(child);
    let said = "";
    for await (const text of child.stdout.setEncoding("utf8")) said += String(text);
    const { exitCode, stderr } = await ended;
    return { exitCode, said: said + stderr };
  }

  /** The state of the workspace; null when it is missing or empty. */
  async status(): Promise<WorkspaceStatus | null> {
    if (!existsSync(join(this.workspaceFolder, "ledger.db"))) return null;
    try {
      await using workspace = await open("talks", { dataDir: this.dataDir });
      return await workspace.status();
    } catch (error) {
      if (ColloquyError.isInstance(error) && error.message.includes("is still empty")) return null;
      throw error;
    }
  }

  /** Computes the digest independently: the sum modulo 2^256 of the SHA-256 of every canonical line. */
  async exportedDigest(): Promise<string> {
    const child = this.#start("export", ["--format", "canonical"]);
    const ended = endOf(child);
    let sum = 0n;
    for await (const line of createInterface({ input: child.stdout })) {
      sum += BigInt(`0x${createHash("sha256").update(line).digest("hex")}`);
    }
    const { exitCode, stderr } = await ended;
    if (exitCode !== 0) throw new Error(`export ended with ${exitCode}: ${stderr}`);
    return (sum % 2n ** 256n).toString(16).padStart(64, "0");
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #start(command: string, args: readonly string[]) {
    const env = { PATH: process.env.PATH ?? "", HOME: this.root, ...this.environment };
    const all = [
      "--disable-warning=ExperimentalWarning",
      MAIN,
      command,
      "--workspace",
      "talks",
      "--data-dir",
      this.dataDir,
      ...args,
    ];
    return spawn(process.execPath, all, { cwd: this.root, env, stdio: ["ignore", "pipe", "pipe"] });
  }
}

function endOf(child: ChildProcess): Promise<Pick<IngestEnd, "exitCode" | "signal" | "stderr">> {
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve) => {
    child.once("close", (exitCode, signal) => resolve({ exitCode, signal, stderr }));
  });
}

/** Null for the incomplete last line of a killed process. */
function parseLine(line: string): StampedEvent | (IngestResult & { readonly event?: undefined }) | null {
  try {
    return JSON.parse(line) as StampedEvent | (IngestResult & { readonly event?: undefined });
  } catch {
    return null;
  }
}

function extractedIn(events: readonly StampedEvent[]): number {
  let chunks = 0;
  for (const event of events)
    if (event.event === "batch.completed" && event.stage === "extract") chunks += event.chunks;
  return chunks;
}
