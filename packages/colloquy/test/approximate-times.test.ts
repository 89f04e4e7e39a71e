import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOutput } from "../src/cli/output.ts";
import { renderEntity } from "../src/cli/views/entity.ts";
import { renderSearchHits } from "../src/cli/views/search-hits.ts";
import { type Evidence, open, type Workspace } from "../src/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";

const FILLER = "And so we went on and talked for a while about this and that, as one does on such a show. ";

/** A typical published podcast transcript: escaped, with occasional times, one within a paragraph. */
const PODCAST = [
  "**Ann Lee:** Welcome to the show. It&#39;s about sleep debt. Sleep debt reduces stress tolerance.",
  `**Raj Patel, Psy.D:** \\[laughs\\] ${FILLER.repeat(20)}`,
  `**Ann Lee:** \\[00:04:10.00\\] Sleep debt causes burnout, I&#39;d say. ${FILLER.repeat(20)}`,
  `**Raj Patel, Psy.D:** ${FILLER.repeat(10)}Sleep debt affects memory. \\[12:25\\] And sleep debt increases anxiety.`,
  "**Ann Lee:** Burnout affects sleep debt, too. Thanks, Raj!",
].join("\n\n");

const LOOK = { colours: createOutput(process.stdout, { NO_COLOR: "1" }).colours, columns: 100 };

let folder: IngestFixture;
let workspace: Workspace;
beforeAll(async () => {
  folder = new IngestFixture();
  folder.write("show.md", PODCAST);
  folder.write(
    "notes.txt",
    "Ann Lee: Sleep debt reduces joy.\nRaj Patel: Sleep debt is real.\nEve B. Moss, RN: Yes.\n",
  );
  await folder.ingest();
  workspace = await open("talks", { dataDir: folder.dataDir, environment: {} });
});
afterAll(async () => {
  await workspace[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

interface Row {
  readonly kind: string;
  readonly file: string;
  readonly text: string;
  readonly startOffset: number;
  readonly startMs: number | null;
  readonly approximate?: boolean;
  readonly evidence: Evidence;
}

async function exported(): Promise<readonly Row[]> {
  let text = "";
  for await (const piece of workspace.exportRows("jsonl")) text += piece;
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
}

describe("a file with occasional times", () => {
  it("has times in all chunks and evidence, approximate times marked; a file without times has none", async () => {
    const rows = await exported();
    const chunks = rows.filter(({ kind }) => kind === "chunk");
    const evidence = rows.flatMap((row) => (row.evidence === undefined ? [] : [row.evidence]));
    expect(evidence.length).toBeGreaterThan(8);
    for (const { file, startMs, approximate } of [...chunks, ...evidence]) {
      if (file === "notes.txt") expect([startMs, approximate]).toEqual([null, undefined]);
      else expect(startMs).not.toBeNull();
    }
    const timeOf = (words: string) => {
      const found = evidence.find(({ text }) => text.includes(words));
      return { startMs: found?.startMs, approximate: found?.approximate };
    };
    expect(timeOf("causes burnout")).toEqual({ startMs: 250_000, approximate: undefined });
    expect(timeOf("increases anxiety")).toEqual({ startMs: 745_000, approximate: undefined });
    expect(timeOf("reduces stress tolerance")).toMatchObject({ approximate: true });
    const affected = timeOf("affects memory");
    expect(affected.approximate).toBe(true);
    expect(affected.startMs).toBeGreaterThan(700_000);
    expect(affected.startMs).toBeLessThan(745_000);
    expect(timeOf("Burnout affects").startMs).toBeGreaterThan(745_000);
  });

  it("has unescaped words at the reported offsets", async () => {
    const rows = await exported();
    const chunks = rows.filter(({ kind }) => kind === "chunk");
    expect(chunks.some(({ text }) => text.includes("[laughs]"))).toBe(true);
    for (const { text } of chunks) expect(text).not.toMatch(/&#39;|\\[[\]]/);
    for (const { evidence } of rows) {
      if (evidence === undefined) continue;
      const chunk = chunks.find(
        ({ file, startOffset, text }) =>
          file === evidence.file &&
          startOffset <= evidence.startOffset &&
          evidence.endOffset <= startOffset + text.length,
      );
      const from = chunk?.startOffset ?? 0;
      expect(chunk?.text.slice(evidence.startOffset - from, evidence.endOffset - from)).toBe(evidence.text);
    }
  });

  it("marks approximate times in the output", async () => {
    const hits = await workspace.search("welcome show", { limit: 1 });
    expect(hits).toMatchObject([{ approximate: true, speaker: "Ann Lee" }]);
    expect(renderSearchHits(hits, { words: ["welcome"], whole: false }, LOOK)).toMatch(
      /show\.md · Ann Lee · about 00:00:\d\d/,
    );
    const entity = await workspace.show("sleep debt");
    if (entity === null) throw new Error("There is no sleep debt.");
    const shown = renderEntity(entity, true, LOOK);
    expect(shown).toMatch(/ · about 00:0\d:\d\d/);
    expect(shown).toMatch(/Raj Patel, Psy\.D · 00:12:25/);
  });

  it("exports approximate times to GraphML", async () => {
    let text = "";
    for await (const piece of workspace.exportRows("graphml")) text += piece;
    expect(text).toContain('<key id="edge-approximate" for="edge" attr.name="approximate" attr.type="boolean"/>');
    expect(text).toMatch(/<data key="edge-startMs">\d+<\/data><data key="edge-approximate">true<\/data>/);
  });

  it("finds a speaker with a middle initial by the name without it", async () => {
    const person = await workspace.show("Eve Moss");
    expect(person).toMatchObject({ name: "Eve B. Moss", type: "Person" });
    expect((await workspace.show("Dr. Eve Moss, MD"))?.id).toBe(person?.id);
    expect(await workspace.show("Eve C. Moss")).toBeNull();
  });

  it("treats a speaker with and without a degree as one person", async () => {
    const person = await workspace.show("Raj Patel");
    expect(person).toMatchObject({ name: "Raj Patel", type: "Person", transcripts: ["notes.txt", "show.md"] });
    expect(person?.aliases).toContainEqual({ name: "Raj Patel, Psy.D", reason: "title" });
  });
});
