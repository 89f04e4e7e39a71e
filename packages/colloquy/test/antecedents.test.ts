import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type ChatModel,
  createModelExtractor,
  DEFAULT_ONTOLOGY,
  type EvidenceRow,
  type GraphRow,
  ingest,
  open,
} from "../src/index.ts";
import { NO_USAGE } from "../src/ports/index.ts";
import { digestOfExport } from "./ingest-fixture.ts";

/** The chunks that the model was shown. */
let requested = 0;

/** A model that finds "It ..." at the start of a chunk, and takes the subject of the turn before it for "it". */
const model: ChatModel = {
  profile: "antecedents",
  contextTokens: null,
  ping: () => Promise.resolve(NO_USAGE),
  complete({ messages }) {
    const blocks = (messages.at(-1)?.text ?? "").split(/^=== (?=c\d)/m).slice(1);
    requested += blocks.length;
    const chunks = blocks.map((block) => {
      const [label] = block.split(" ");
      const [, before = "none"] = /^\| Ada: (plan \d+) .*\n> /m.exec(block) ?? [];
      const [, evidence = ""] = /^> Ada: (.*)/m.exec(block) ?? [];
      const entity = { type: "Concept", evidence, confidence: 0.9 };
      const relation = { source: before, type: "ENABLES", target: "the river", evidence, antecedents: [before] };
      const entities = [before, "the river"].map((name) => ({ ...entity, name }));
      return { label, entities, relations: [relation], quotes: [] };
    });
    const text = JSON.stringify({ chunks });
    return Promise.resolve({ text, usage: NO_USAGE, finishReason: "stop", interruption: null, limits: [] });
  },
  async [Symbol.asyncDispose]() {},
};

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), "colloquy-antecedents-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Turns about a plan and a river in alternation; the digits are no words of another turn. */
const talk = Array.from(
  { length: 200 },
  (_, at) => `Ada: plan ${1_000 + at} keeps the river clean, and it lasts a while.`,
);

async function run(turns: readonly string[], data: string) {
  const transcriptsDir = path.join(folder, "talks");
  mkdirSync(transcriptsDir, { recursive: true });
  writeFileSync(path.join(transcriptsDir, "talk.txt"), `${turns.join("\n")}\n`);
  const options = { transcriptsDir, dataDir: path.join(folder, data), outputDir: path.join(folder, "metrics") };
  await using extractor = createModelExtractor({ chatModel: model, ontology: DEFAULT_ONTOLOGY });
  return { ...(await ingest({ ...options, ports: { extractor } })), options };
}

describe("an end of a relation that only the turn before its chunk names", () => {
  it("is in the evidence of the relationship, with the position of its words, in every projection", async () => {
    const { digest, options } = await run(talk, "data");

    await using workspace = await open("default", { dataDir: options.dataDir });
    expect(await digestOfExport(workspace.exportRows("canonical"))).toBe(digest);
    let lines = "";
    for await (const part of workspace.exportRows("jsonl")) lines += part;
    const rows = lines
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as GraphRow);
    const chunks = rows.flatMap((row) => (row.kind === "chunk" ? [row] : []));
    const evidence = rows.filter((row): row is EvidenceRow => row.kind === "evidence");
    expect(chunks.length).toBeGreaterThan(2);
    expect(evidence).toHaveLength(chunks.length - 1);
    for (const { evidence: each } of evidence) {
      const own = chunks.find(({ id }) => id === each.chunk);
      const before = chunks.find(({ ordinal }) => ordinal === (own?.ordinal ?? 0) - 1);
      const [antecedent, ...others] = each.antecedents ?? [];
      expect(others).toEqual([]);
      expect(antecedent).toMatchObject({
        chunk: before?.id,
        speaker: "Ada",
        text: expect.stringMatching(/^plan \d+$/),
      });
      const { startOffset = 0, endOffset = 0, text } = antecedent ?? {};
      expect(talk.join("\n").slice(startOffset, endOffset)).toBe(text);
    }
    const shown = await workspace.show("the river");
    expect(shown?.relationships.flatMap((each) => each.evidence.flatMap((one) => one.antecedents ?? []))).toHaveLength(
      evidence.length,
    );
  });

  it.each([0, 17, 44, 199])("is the same after an edit of turn %i as in a new workspace", async (at) => {
    await run(talk, "edited");
    const edited = talk.map((turn, index) => (index === at ? turn.replace("clean", "clear") : turn));
    requested = 0;
    const { digest } = await run(edited, "edited");
    expect(requested).toBeLessThanOrEqual(3);
    expect(digest).toBe((await run(edited, "new")).digest);
  });
});
