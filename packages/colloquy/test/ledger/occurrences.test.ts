import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalLine,
  chunkId,
  type EntityRow,
  type GraphRow,
  type MentionRow,
  transcriptId,
} from "../../src/model/index.ts";
import type { Ledger, NameCorrections } from "../../src/ports/index.ts";
import { resolver } from "../../src/resolution/index.ts";
import { MemoryResolutionStore } from "../../src/testing/memory/resolution-store.ts";
import {
  type SampleChunk,
  sampleChunks,
  type SampledChunk,
  sampleRecord,
} from "../../src/testing/suites/sample-transcripts.ts";
import { openSqliteLedger } from "../../src/adapters/sqlite/ledger/index.ts";
import { costlyRuns } from "../properties.ts";
import { conclude, SAMPLE_REPLIES } from "./sample-ledger.ts";

const WORKSPACE = "talks";
const SOURCE = import.meta.dirname.split("/").at(-1) as string;

async function openLedger(): Promise<Ledger> {
  const ledger = openSqliteLedger(":memory:", { workspace: WORKSPACE, resolver });
  await ledger.registerSource(import.meta.dirname, new Map());
  return ledger;
}

async function put(ledger: Ledger, file: string, chunks: readonly SampledChunk[]): Promise<void> {
  await ledger.putTranscript(sampleRecord(SOURCE, file, chunks));
  const settlements = chunks.map(({ chunk, extraction }) => ({ contentKey: chunk.contentKey, extraction }));
  await ledger.settle(SAMPLE_REPLIES.rules, settlements, []);
}

async function rows<Row>(ledger: Ledger, kind: "entity" | "mention"): Promise<readonly Row[]> {
  return (await ledger.changedRows(kind, 0, null, 100_000)).rows as readonly Row[];
}

/** The found mentions as `entity: words`. */
async function foundIn(turns: readonly SampleChunk[]): Promise<readonly string[]> {
  await using ledger = await openLedger();
  const chunks = sampleChunks(turns);
  await put(ledger, "a.txt", chunks);
  await conclude(ledger);
  const names = new Map((await rows<EntityRow>(ledger, "entity")).map(({ id, name }) => [id, name]));
  const mentions = await rows<MentionRow>(ledger, "mention");
  expect(mentions.every(({ found, evidence }) => (found === true) === (evidence.polarity === "implied"))).toBe(true);
  return mentions
    .filter(({ found }) => found === true)
    .map(({ entity, evidence }) => `${names.get(entity)}: ${evidence.text}`)
    .sort();
}

const said = (words: string): SampleChunk => ({ speaker: null, words });

describe("names that are found in chunks", () => {
  it("are not looked for in a transcript in which they have a sense of its own", async () => {
    await using ledger = await openLedger();
    const talk = (name: string) =>
      sampleChunks([said(`Here the [${name}] is [${name}].`), said(`The ${name} is there, too.`)]);
    for (const file of ["a.txt", "b.txt"]) await put(ledger, file, talk("sleep debt"));
    const files = async () => {
      await conclude(ledger);
      return (await rows<MentionRow>(ledger, "mention"))
        .flatMap(({ found, evidence }) => (found === true ? [evidence.file] : []))
        .sort();
    };
    expect(await files()).toEqual(["a.txt", "b.txt"]);
    await ledger.correct({ pairs: [], keys: [], senses: [{ stem: "sleep debt", file: "b.txt" }] });
    expect(await files()).toEqual(["a.txt"]);
    await ledger.correct({ pairs: [], keys: [] });
    expect(await files()).toEqual(["a.txt", "b.txt"]);
  });

  it("are mentions of chunks that no extraction names the entity in, once for each entity", async () => {
    const stated = said("[Remote control] is a [user interface].");
    expect(await foundIn([stated, said("The remote controls, a remote control and a USER-INTERFACE.")])).toEqual([
      "Remote control: remote controls",
      "user interface: USER-INTERFACE",
    ]);
  });

  it("are not counted as mentions of the entity, and make none", async () => {
    await using ledger = await openLedger();
    await put(
      ledger,
      "a.txt",
      sampleChunks([said("[Remote control] it is."), said("A remote control and a chip set.")]),
    );
    await conclude(ledger);
    const entities = await rows<EntityRow>(ledger, "entity");
    expect(entities.map(({ name, mentions }) => [name, mentions])).toEqual([["Remote control", 1]]);
    expect((await ledger.counts()).graph.mentions).toBe(2);
  });

  it("are the longest name at a position, within one sentence", async () => {
    expect(
      await foundIn([
        said("[remote control] and [universal remote control] and [control panel]."),
        said("A universal remote control."),
        said("It is remote. Control panel is there."),
      ]),
    ).toEqual(["control panel: Control panel", "universal remote control: universal remote control"]);
  });

  it.each([
    ["a common word", "[look] and [look]", "The look of it."],
    ["a word that was named once", "[battery] and [button]", "Take the battery."],
    ["the singular of a plural", "[specifics] and [specifics]", "A specific note."],
    ["a quality", "[good] and [good]", "A good idea."],
    ["a gerund", "[looking] and [looking]", "The looking of it."],
    ["a capital at the start of a sentence", "[Order] and [Order]", "Now. Order is kept."],
    ["a verb", "[design] and [design]", "We design, you design, to design."],
    ["a proper name in lower case", "[Diamond] and [Diamond]", "A diamond ring."],
    ["an acronym in lower case", "[ICT] and [ICT]", "The ict of it."],
    ["a name across a full stop", "[remote control] here", "It is remote. Control it."],
  ])("do not include %s", async (_, stated, words) => {
    expect(await foundIn([said(stated), said(words)])).toEqual([]);
  });

  it.each([
    ["a word that was named twice", "[battery] and [battery]", "Take the batteries.", "battery: batteries"],
    ["a noun", "[design] and [design]", "We like the design.", "design: design"],
    ["a proper name", "[Diamond] and [Diamond]", "The Diamond review.", "Diamond: Diamond"],
    ["spoken letters", "[T_V_] and [T_V_]", "My TV is old.", "T_V_: TV"],
  ])("include %s", async (_, stated, words, expected) => {
    expect(await foundIn([said(stated), said(words)])).toEqual([expected]);
  });

  it("are found when another extraction of the chunk does not name the entity any more", async () => {
    await using ledger = await openLedger();
    const stated = sampleChunks([said("[Remote control] it is.")]);
    await put(ledger, "a.txt", stated);
    await put(ledger, "b.txt", sampleChunks([said("A [remote control] here.")]));
    await conclude(ledger);
    await put(ledger, "b.txt", sampleChunks([said("A remote control here.")]));
    await conclude(ledger);
    const found = (await rows<MentionRow>(ledger, "mention")).filter((mention) => mention.found === true);
    expect(found.map(({ evidence }) => evidence.file)).toEqual(["b.txt"]);
  });

  it("are no label of their own turn", async () => {
    const turns = [said("[Marketing] is [Marketing]."), { speaker: "Marketing", words: "Marketing says this." }];
    expect(await foundIn(turns)).toEqual([]);
  });

  it("are the same rows after any history of transcripts and corrections, over SQLite and in memory", async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 1, maxLength: 8 }), async (steps) => {
        await using ledger = await openLedger();
        const latest = new Map<string, readonly SampledChunk[]>();
        const extractions = new Map<string, SampledChunk>();
        let corrections: NameCorrections = { pairs: [], keys: [] };
        for (const { file, chunks, corrections: changed, isConcluded } of steps) {
          latest.set(file, chunks);
          for (const sampled of chunks) extractions.set(sampled.chunk.contentKey, sampled);
          await put(ledger, file, chunks);
          if (changed !== null) await ledger.correct((corrections = changed));
          if (isConcluded) await conclude(ledger);
        }
        await conclude(ledger);

        await using fresh = await openLedger();
        const inMemory = new MemoryResolutionStore();
        await fresh.correct(corrections);
        for (const [file, chunks] of [...latest].toReversed()) {
          const extracted = chunks.map(({ chunk }) => {
            const { extraction } = extractions.get(chunk.contentKey) as SampledChunk;
            return { chunk, extraction };
          });
          await put(fresh, file, extracted);
          inMemory.putTranscript(statedTranscript(file, extracted));
        }
        inMemory.correct(corrections);
        await conclude(fresh);
        for (const step of resolver.steps(inMemory)) while (step(2) === 2);
        const mentions = await rows<MentionRow>(ledger, "mention");
        found += mentions.filter((mention) => mention.found === true).length;
        expect(lines(mentions)).toEqual(lines(await rows<MentionRow>(fresh, "mention")));
        expect(lines(mentions)).toEqual(lines(inMemory.rows().filter((row) => row.kind === "mention")));
        expect((await ledger.counts()).digest).toBe((await fresh.counts()).digest);
        expect((await ledger.checkConclusions({ milliseconds: 60_000 })).tables).toEqual([]);
      }),
      costlyRuns(150),
    );
    expect(found).toBeGreaterThan(100);
  });
});

const NAMES = [
  "remote control",
  "Remote Controls",
  "control",
  "Diamond",
  "diamond",
  "battery",
  "design",
  "VCR",
  "control room",
];

/** Names in a sentence; an extraction names the marked ones. Equal words with other marks are another extraction of them. */
const turnArbitrary = fc
  .array(fc.record({ name: fc.constantFrom(...NAMES), isNamed: fc.boolean() }), { minLength: 1, maxLength: 4 })
  .map((names): SampleChunk => {
    const words = names.map(({ name, isNamed }) => (isNamed ? `[${name}]` : name));
    return { speaker: null, words: `${words.join(" and ")}.` };
  });
const correctionsArbitrary = fc.record({
  pairs: fc
    .uniqueArray(fc.constantFrom("battery", "control", "diamond", "vcr"), { minLength: 2, maxLength: 2 })
    .map((names) => names.toSorted() as [string, string])
    .chain(([first, second]) => fc.boolean().map((isSame) => [{ first, second, isSame }])),
  keys: fc.constantFrom(
    [],
    [{ key: "remote control", name: null, type: "Product", hidden: false }],
    [{ key: "battery", name: null, type: null, hidden: true }],
  ),
});
const stepArbitrary = fc.record({
  file: fc.constantFrom("a.txt", "b.txt", "c.txt"),
  chunks: fc.array(turnArbitrary, { minLength: 1, maxLength: 4 }).map(sampleChunks),
  corrections: fc.option(correctionsArbitrary, { freq: 3 }),
  isConcluded: fc.boolean(),
});

function statedTranscript(file: string, chunks: readonly SampledChunk[]) {
  const id = transcriptId(WORKSPACE, SOURCE, file);
  const facts = resolver.deriveFacts({
    id,
    chunks: chunks.map(({ chunk, extraction }) => ({ ...chunk, extraction })),
  });
  const located = chunks.map(({ chunk: { ordinal, startOffset, endOffset, text, turns } }) => {
    const chunk = chunkId(id, startOffset, endOffset, text);
    return { id: chunk, transcript: id, file, ordinal, startOffset, endOffset, text, turns };
  });
  return { id, chunks: located, facts };
}

function lines(mentions: readonly GraphRow[]): readonly string[] {
  return mentions.map(canonicalLine).sort();
}
