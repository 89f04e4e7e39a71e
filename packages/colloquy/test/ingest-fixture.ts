import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ingest, type IngestOptions, type IngestResult, type StampedEvent } from "../src/index.ts";

/** A temporary folder with transcripts, workspaces and logs. Disposal removes it. */
export class IngestFixture implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), "colloquy-ingest-"));
  readonly transcriptsDir = join(this.root, "talks");
  readonly dataDir = join(this.root, "data");
  events: StampedEvent[] = [];

  constructor() {
    mkdirSync(this.transcriptsDir);
  }

  write(file: string, text: string | Uint8Array): void {
    const path = join(this.transcriptsDir, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** A talk of two people, long enough for several chunks. Each word depends on the seed. */
  writeTalk(file: string, seed: number, turns = 60): void {
    this.write(file, talk(seed, turns));
  }

  ingest(options: Partial<IngestOptions> = {}): Promise<IngestResult> {
    this.events = [];
    return ingest({
      transcriptsDir: this.transcriptsDir,
      dataDir: this.dataDir,
      outputDir: join(this.root, "metrics"),
      workspace: "talks",
      environment: {},
      onEvent: (event) => this.events.push(event),
      ...options,
    });
  }

  eventsOf<Name extends StampedEvent["event"]>(name: Name): Extract<StampedEvent, { event: Name }>[] {
    return this.events.filter((event): event is Extract<StampedEvent, { event: Name }> => event.event === name);
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

const PEOPLE = ["Mirela", "Tobias", "Hendrik", "Yasmin", "Katarina", "Osvaldo", "Priscilla", "Lorenzo"];
const WORDS =
  "sleep before training changes how quickly habits settle and nobody measures whether morning light improves attention during long meetings about budgets".split(
    " ",
  );

export function talk(seed: number, turns: number): string {
  let state = seed * 2654435761;
  const pick = <T>(from: readonly T[]): T => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return from[state % from.length] as T;
  };
  const line = (index: number): string => {
    const words = Array.from({ length: 24 }, () => pick(WORDS)).join(" ");
    const mark = index % 9 === 0 ? "!" : ".";
    return `${index % 2 === 0 ? "Ada" : "Ben"}: ${pick(PEOPLE)} told ${pick(PEOPLE)} that ${words}${mark}`;
  };
  return `${Array.from({ length: turns }, (_, index) => line(index)).join("\n")}\n`;
}

/** Computes the digest independently: the sum modulo 2^256 of the SHA-256 of every exported canonical line. */
export async function digestOfExport(canonical: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of canonical) text += piece;
  let sum = 0n;
  for (const line of text.split("\n").filter((each) => each !== "")) {
    sum += BigInt(`0x${createHash("sha256").update(line).digest("hex")}`);
  }
  return (sum % (1n << 256n)).toString(16).padStart(64, "0");
}
