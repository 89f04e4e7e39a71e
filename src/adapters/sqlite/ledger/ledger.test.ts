import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalLine,
  type Chunk,
  contentKey,
  DigestSum,
  type Extraction,
  GRAPH_ROW_KINDS,
  type ProjectedRow,
  viewChunk,
} from "../../../model/index.ts";
import { type Ledger, NO_USAGE } from "../../../ports/index.ts";
import { resolver } from "../../../resolution/index.ts";
import { openSqliteLedger } from "./index.ts";

const ACRONYM_NAMES = ["voice activity detection", "VAD", "very audible drum", "sleep"];
const NAMES = [...ACRONYM_NAMES, "Sleep", "sleep debt", "habits", "habit", "Dr. Ann Lee", "Ann Lee", "stress"];
/** Mostly names that can be each other's acronym: their merging hangs on what else is said, and where. */
const nameArbitrary = fc.oneof(
  { weight: 3, arbitrary: fc.nat(ACRONYM_NAMES.length - 1) },
  { weight: 1, arbitrary: fc.nat(NAMES.length - 1) },
);
const SPEAKERS = ["Ann Lee", "Bob Ray", "Speaker 1", null];
const REPLY = { profile: "test@1", paid: false, raw: null, usage: NO_USAGE };

/** A sentence is a list of names; a chunk has one turn a speaker. */
type Document = readonly {
  readonly speaker: number;
  readonly sentences: readonly (readonly number[])[];
  readonly links: boolean;
}[];

/** What is found in a turn follows from its words, as it must: equal content is settled once. */
const documentArbitrary: fc.Arbitrary<Document> = fc.array(
  fc
    .record({
      speaker: fc.nat(SPEAKERS.length - 1),
      sentences: fc.array(fc.array(nameArbitrary, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
    })
    .map((turn) => ({ ...turn, links: turn.sentences.flat().reduce((sum, name) => sum + name, 0) % 2 === 0 })),
  { minLength: 1, maxLength: 4 },
);

/** Each turn is a chunk of its own, labelled as in a plain transcript. */
function chunksOf(document: Document): { chunk: Chunk & { contentKey: string }; extraction: Extraction }[] {
  let offset = 0;
  return document.map(({ speaker, sentences, links }, ordinal) => {
    const label = SPEAKERS[speaker] ?? null;
    const head = label === null ? "" : `${label}: `;
    const body = sentences.map((names) => `${names.map((name) => NAMES[name]).join(" and ")}.`).join(" ");
    const startOffset = offset;
    const text = head + body;
    offset += text.length + 1;
    const turn = {
      index: ordinal,
      speaker: label,
      startMs: null,
      endMs: null,
      unitOffset: startOffset,
      startOffset: startOffset + head.length,
      endOffset: startOffset + text.length,
    };
    const chunk = { ordinal, startOffset, endOffset: startOffset + text.length, text, turns: [turn], tokens: 1 };
    return {
      chunk: { ...chunk, contentKey: contentKey(viewChunk(chunk)) },
      extraction: extractionOf(sentences, links),
    };
  });
}

function extractionOf(sentences: readonly (readonly number[])[], links: boolean): Extraction {
  const spans: Extraction["sentences"][number][] = [];
  const mentions: Extraction["mentions"][number][] = [];
  const relations: Extraction["relations"][number][] = [];
  let at = 0;
  for (const [sentence, names] of sentences.entries()) {
    const start = at;
    for (const index of names) {
      const name = NAMES[index] as string;
      const span = { turn: 0, start: at, end: at + name.length };
      mentions.push({
        name,
        type: index % 2 === 0 ? "Concept" : "Practice",
        span,
        sentence,
        confidence: 1,
        standing: "candidate",
      });
      at += name.length + " and ".length;
    }
    at += ".".length - " and ".length;
    const span = { turn: 0, start, end: at };
    spans.push(span);
    for (const index of links ? names : []) {
      const [source, target] = [NAMES[index] as string, NAMES[names.at(-1) as number] as string];
      const polarity = index === 1 ? "stated" : "question";
      relations.push({
        source,
        sourceType: "Concept",
        type: "CAUSES",
        target,
        targetType: "Concept",
        polarity,
        confidence: 0.7,
        span,
      });
    }
    at += " ".length;
  }
  const quotes = [
    {
      span: spans[0] as Extraction["sentences"][number],
      about: [NAMES[sentences[0]?.[0] as number] as string],
      confidence: 1,
    },
  ];
  return { sentences: spans, mentions, relations, quotes, aliases: [] };
}

async function openLedger(): Promise<Ledger> {
  const ledger = openSqliteLedger(":memory:", { workspace: "test", resolver });
  await ledger.registerSource(import.meta.dirname, new Map());
  return ledger;
}

const SOURCE = import.meta.dirname.split("/").at(-1) as string;

async function put(ledger: Ledger, file: string, document: Document): Promise<void> {
  const chunks = chunksOf(document).map(({ chunk }) => chunk);
  await ledger.putTranscript({
    source: SOURCE,
    file,
    format: "plain",
    fileHash: "",
    readerVersion: "1",
    turns: chunks.flatMap(() => []),
    characters: 0,
    chunks,
  });
}

async function settle(ledger: Ledger, document: Document): Promise<void> {
  const settlements = chunksOf(document).map(({ chunk, extraction }) => ({ contentKey: chunk.contentKey, extraction }));
  await ledger.settle(REPLY, settlements, []);
  const vectors = settlements.map(({ contentKey: key }) => ({
    contentKey: key,
    vector: new Float32Array([key.charCodeAt(0), key.charCodeAt(1)]),
  }));
  await ledger.putVectors(REPLY, vectors);
}

async function conclude(ledger: Ledger): Promise<void> {
  while ((await ledger.deriveFacts(2)).remaining > 0);
  await ledger.resolve({ embeddingProfile: "test@1" });
}

/** Follows a ledger as a store does. */
class Mirror {
  readonly rows = new Map<string, string>();
  #epoch = 0;

  async follow(ledger: Ledger): Promise<void> {
    for (const kind of [...GRAPH_ROW_KINDS, "vector"] as const) {
      const pageOf = (cursor: string | null) =>
        kind === "vector"
          ? ledger.changedVectors(this.#epoch, cursor, 3)
          : ledger.changedRows(kind, this.#epoch, cursor, 3);
      for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
        const page: { rows: readonly ProjectedRow[]; next: string | null } = await pageOf(cursor);
        for (const row of page.rows) this.rows.set(`${kind} ${row.id}`, canonicalLine(row));
        cursor = page.next;
      }
      for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
        const page: { rows: readonly string[]; next: string | null } = await ledger.removedRows(
          kind,
          this.#epoch,
          cursor,
          3,
        );
        for (const id of page.rows) this.rows.delete(`${kind} ${id}`);
        cursor = page.next;
      }
    }
    this.#epoch = (await ledger.epoch()).number;
  }

  digest(): string {
    const sum = new DigestSum();
    for (const line of this.rows.values()) sum.addLine(line);
    return sum.toHex();
  }

  dump(): string[] {
    return [...this.rows.values()].sort();
  }
}

const FILES = ["a.txt", "b.txt", "c.txt"];
const stepArbitrary = fc.record({
  file: fc.nat(FILES.length - 1),
  document: documentArbitrary,
  kept: fc.nat(3),
  conclude: fc.boolean(),
  settleFirst: fc.boolean(),
});

describe("a ledger", () => {
  it("comes to the same rows and digest by any history, and its changes tell a store all of it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 1, maxLength: 10 }), async (steps) => {
        await using incremental = await openLedger();
        const mirror = new Mirror();
        const latest = new Map<string, Document>();
        for (const step of steps) {
          const file = FILES[step.file] as string;
          // An edit keeps the beginning of what the file had.
          const document = [...(latest.get(file) ?? []).slice(0, step.kept), ...step.document];
          latest.set(file, document);
          if (step.settleFirst) await settle(incremental, document);
          await put(incremental, file, document);
          if (!step.conclude) continue;
          await conclude(incremental);
          await mirror.follow(incremental);
          await settle(incremental, document);
        }
        for (const document of latest.values()) await settle(incremental, document);
        await conclude(incremental);
        await mirror.follow(incremental);

        await using whole = await openLedger();
        for (const [file, document] of [...latest].sort(([a], [b]) => (a < b ? 1 : -1))) {
          await put(whole, file, document);
          await settle(whole, document);
        }
        await conclude(whole);
        const fresh = new Mirror();
        await fresh.follow(whole);

        expect(mirror.dump()).toEqual(fresh.dump());
        const { digest } = await incremental.counts();
        expect(digest).toBe((await whole.counts()).digest);
        expect(digest).toBe(mirror.digest());
      }),
      { numRuns: 200 },
    );
  });

  it("takes an expansion for itself again when its acronym is no longer said beside it", async () => {
    const [expansion, acronym] = [0, 1];
    const before: Document = [
      { speaker: 0, sentences: [[expansion], [expansion]], links: false },
      { speaker: 0, sentences: [[acronym], [acronym], [acronym]], links: false },
    ];
    await using edited = await openLedger();
    await put(edited, "a.txt", before);
    await settle(edited, before);
    await conclude(edited);
    expect((await entityNames(edited)).get("voice activity detection")).toEqual(["VAD: acronym"]);
    await put(edited, "a.txt", before.slice(0, 1));
    await conclude(edited);
    expect((await entityNames(edited)).get("voice activity detection")).toEqual([]);

    await using fresh = await openLedger();
    await put(fresh, "a.txt", before.slice(0, 1));
    await settle(fresh, before);
    await conclude(fresh);
    expect((await edited.counts()).digest).not.toBe(new DigestSum().toHex());
    const [one, other] = [new Mirror(), new Mirror()];
    await one.follow(edited);
    await other.follow(fresh);
    expect(one.dump().filter((line) => !line.includes('"vector"'))).toEqual(
      other.dump().filter((line) => !line.includes('"vector"')),
    );
  });

  it("keeps one evidence row where two names of one entity state the same in one sentence", async () => {
    // A second expansion keeps the acronym apart until an edit takes it away.
    const together: Document = [
      {
        speaker: 0,
        sentences: [
          [0, 1, 3],
          [0, 1, 3],
          [0, 1, 3],
        ],
        links: true,
      },
    ];
    const apart: Document = [...together, { speaker: 0, sentences: [[2], [2]], links: false }];
    await using ledger = await openLedger();
    await put(ledger, "a.txt", apart);
    await settle(ledger, apart);
    await conclude(ledger);
    await put(ledger, "a.txt", together);
    await settle(ledger, together);
    await conclude(ledger);
    const { rows } = await ledger.changedRows("evidence", 0, null, 1_000);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    const mirror = new Mirror();
    await mirror.follow(ledger);
    expect((await ledger.counts()).digest).toBe(mirror.digest());
  });
});

async function entityNames(ledger: Ledger): Promise<Map<string, string[]>> {
  const { rows } = await ledger.changedRows("entity", 0, null, 1_000);
  return new Map(
    rows.flatMap((row) =>
      row.kind === "entity" ? [[row.name, row.aliases.map((alias) => `${alias.name}: ${alias.reason}`)]] : [],
    ),
  );
}
