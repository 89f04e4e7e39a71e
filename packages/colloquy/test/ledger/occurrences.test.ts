import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
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

const folder = mkdtempSync(path.join(tmpdir(), "colloquy-occurrences-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** A ledger in memory concludes nothing again, so that a check of its conclusions needs a file. */
function newFile(): string {
  files += 1;
  return path.join(folder, `${files}.db`);
}

async function openLedger(file = ":memory:"): Promise<Ledger> {
  const ledger = openSqliteLedger(file, { workspace: WORKSPACE, resolver });
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

  it("are not looked for in a transcript of which verdicts part one chunk", async () => {
    await using ledger = await openLedger();
    const chunks = sampleChunks([
      said("Here the [battery] is a [battery]."),
      said("Take the battery."),
      said("No word."),
    ]);
    await put(ledger, "a.txt", chunks);
    const found = async () => {
      await conclude(ledger);
      return (await rows<MentionRow>(ledger, "mention")).flatMap(({ found: is, evidence }) =>
        is ? [evidence.text] : [],
      );
    };
    expect(await found()).toEqual(["battery"]);
    const [, , place] = chunks.map(({ chunk }) => chunk.textKey);
    expect(await ledger.decideSenses([{ stem: "battery", place: place ?? "", sense: `@@${place}` }])).toBe(true);
    expect(await found()).toEqual([]);
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
    ["a verb after a noun", "[train] and [train]", "Parents train dogs and the parents trains."],
    ["a verb in the singular after this", "[drive] and [drive]", "And this drives me."],
    ["an adjective", "[present] and [present]", "In the present state of it."],
    ["an adverb", "[back] and [back]", "They came back with it."],
    ["a contraction", "[hell] and [hell]", "He'll do it and he’ll do that."],
    ["a proper name in lower case", "[Diamond] and [Diamond]", "A diamond ring."],
    ["a name of something else", "[council] and [council]", "It is the Security Council."],
    ["a proper name in a text of capitals", "[Apple] and [Apple]", "I ATE AN APPLE."],
    ["an acronym in lower case", "[ICT] and [ICT]", "The ict of it."],
    ["an acronym in a text of capitals", "[US] and [US]", "TELL US MORE OF IT."],
    ["a word of another language", "[gift] and [gift]", "Das Gift ist hier. Ein Gift wirkt."],
    ["a name across a full stop", "[remote control] here", "It is remote. Control it."],
    ["a number", "[100] and [100]", "Now 100 people."],
    ["a part of a number", "[twelve Euros] here", "It is twelve Euro and uh fifty cents, or thirty twelve Euros."],
  ])("do not include %s", async (_, stated, words) => {
    expect(await foundIn([said(stated), said(words)])).toEqual([]);
  });

  it.each([
    ["a word that was named twice", "[battery] and [battery]", "Take the batteries.", "battery: batteries"],
    ["a plural in -ren", "[child] and [child]", "It is for children.", "child: children"],
    ["plurals with other vowels", "[mouse] and [mouse]", "It is for mice.", "mouse: mice"],
    ["Greek plurals", "[criterion] and [criterion]", "What are the criteria?", "criterion: criteria"],
    ["plurals in -es", "[virus] and [virus]", "It has viruses.", "virus: viruses"],
    ["a noun", "[design] and [design]", "We like the design.", "design: design"],
    ["a noun after a filler", "[design] and [design]", "We like the, uh, {gap} design.", "design: design"],
    ["a noun after a number", "[key] and [key]", "It has six keys.", "key: keys"],
    ["a noun after a possessive", "[design] and [design]", "It is the team's design.", "design: design"],
    ["a noun after an adjective", "[design] and [design]", "It is all about technical design.", "design: design"],
    ["a noun after many", "[drive] and [drive]", "But many drives fail.", "drive: drives"],
    ["an adjective that is a noun", "[light] and [light]", "But the light is on.", "light: light"],
    ["a proper name", "[Diamond] and [Diamond]", "The Diamond review.", "Diamond: Diamond"],
    ["a name with one letter", "[C++] and [C++]", "But we use C++ here.", "C++: C++"],
    ["a name with an inner capital", "[iPhone] and [iPhone]", "Das iPhone hier.", "iPhone: iPhone"],
    ["a word in a text of capitals", "[battery] and [battery]", "TAKE THE BATTERY.", "battery: BATTERY"],
    ["an amount", "[twelve Euros] here", "It is twelve Euro.", "twelve Euros: twelve Euro"],
    ["spoken letters", "[T_V_] and [T_V_]", "My TV is old.", "T_V_: TV"],
  ])("include %s", async (_, stated, words, expected) => {
    expect(await foundIn([said(stated), said(words)])).toEqual([expected]);
  });

  it("depend on the latest labels of a chunk, not on earlier ones", async () => {
    await using ledger = await openLedger(newFile());
    await put(ledger, "a.txt", sampleChunks([{ speaker: "Remote control", words: "it is here." }]));
    await conclude(ledger);
    await put(ledger, "a.txt", sampleChunks([said("Remote control: it is here.")]));
    await conclude(ledger);
    await put(ledger, "b.txt", sampleChunks([said("A [remote control] here.")]));
    await conclude(ledger);
    const found = (await rows<MentionRow>(ledger, "mention")).filter((mention) => mention.found === true);
    expect(found.map(({ evidence }) => [evidence.file, evidence.text])).toEqual([["a.txt", "Remote control"]]);
    expect((await ledger.checkConclusions({ milliseconds: 60_000 })).tables).toEqual([]);
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
    const stated = said("[Marketing] is [Marketing].");
    expect(await foundIn([stated, { speaker: "Marketing", words: "We in Marketing say this." }])).toEqual([]);
    expect(await foundIn([stated, { speaker: "Ann", words: "We in Marketing say this." }])).toEqual([
      "Marketing: Marketing",
    ]);
  });

  it("are the same rows after any history of transcripts and corrections, over SQLite and in memory", async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(stepsArbitrary, async (steps) => {
        await using ledger = await openLedger();
        const { latest, extractions, corrections } = await replay(ledger, steps);

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
      }),
      costlyRuns(50),
    );
    expect(found).toBeGreaterThan(50);
  });

  it("follow from the transcripts after any history", async () => {
    await fc.assert(
      fc.asyncProperty(stepsArbitrary, async (steps) => {
        await using ledger = await openLedger(newFile());
        await replay(ledger, steps);
        expect((await ledger.checkConclusions({ milliseconds: 60_000 })).tables).toEqual([]);
      }),
      costlyRuns(20),
    );
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
  .record({
    speaker: fc.option(fc.constantFrom("Diamond", "Control room"), { freq: 2 }),
    names: fc.array(fc.record({ name: fc.constantFrom(...NAMES), isNamed: fc.boolean() }), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ speaker, names }): SampleChunk => {
    const listed = names.map(({ name, isNamed }) => (isNamed ? `[${name}]` : name)).join(" and ");
    return { speaker, words: `${listed}, and the ${names[0]?.name}.` };
  });

/** The same text in which the labels are words, and the other way round. */
function relabelled({ speaker, words }: SampleChunk): SampleChunk {
  if (speaker !== null) return said(`${speaker}: ${words}`);
  const [, label, others] = /^(Diamond|Control room): (.*)$/.exec(words) ?? [];
  return label === undefined || others === undefined ? said(words) : { speaker: label, words: others };
}

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
const stepsArbitrary = fc.array(
  fc.record({
    file: fc.constantFrom("a.txt", "b.txt", "c.txt"),
    turns: fc.array(turnArbitrary, { minLength: 1, maxLength: 4 }),
    /** Instead of new turns, those that the file has. */
    isRelabelled: fc.boolean(),
    corrections: fc.option(correctionsArbitrary, { freq: 3 }),
    isConcluded: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);
type Steps = typeof stepsArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** Takes the steps in a ledger and concludes. @returns what counts in the end: a fresh ledger needs no more. */
async function replay(ledger: Ledger, steps: Steps) {
  const turnsOf = new Map<string, readonly SampleChunk[]>();
  const latest = new Map<string, readonly SampledChunk[]>();
  const extractions = new Map<string, SampledChunk>();
  let corrections: NameCorrections = { pairs: [], keys: [] };
  for (const { file, turns, isRelabelled, corrections: changed, isConcluded } of steps) {
    const current = (isRelabelled ? turnsOf.get(file)?.map(relabelled) : null) ?? turns;
    const chunks = sampleChunks(current);
    turnsOf.set(file, current);
    latest.set(file, chunks);
    for (const sampled of chunks) extractions.set(sampled.chunk.contentKey, sampled);
    await put(ledger, file, chunks);
    if (changed !== null) await ledger.correct((corrections = changed));
    if (isConcluded) await conclude(ledger);
  }
  await conclude(ledger);
  return { latest, extractions, corrections };
}

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
