import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalLine, DigestSum, GRAPH_ROW_KINDS, type ProjectedRow } from "../../../model/index.ts";
import {
  type AskedPair,
  type DerivedRelation,
  type Ledger,
  type NameCorrections,
  type NameSense,
  NO_USAGE,
  type PendingRelation,
  type Resolver,
} from "../../../ports/index.ts";
import { resolver } from "../../../resolution/index.ts";
import {
  conclude,
  type Document,
  documentArbitrary,
  extractedTranscript,
  openLedger,
  put,
  settle,
} from "../../../../test/sample-documents.ts";
import { costlyRuns } from "../../../../test/properties.ts";

/** Follows the changes of a ledger, as a store does. */
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
const idOf = (file: string): string => extractedTranscript(file, []).id;
/** Keys of the names in the documents. */
const KEYS = [
  "ann lee",
  "habit",
  "sleep",
  "sleep debt",
  "stress",
  "vad",
  "very audible drum",
  "voice activity detection",
];
const keyArbitrary = fc.constantFrom(...KEYS);
const correctionsArbitrary: fc.Arbitrary<NameCorrections> = fc.record({
  pairs: fc.uniqueArray(
    fc
      .record({ one: keyArbitrary, other: keyArbitrary, isSame: fc.boolean() })
      .filter(({ one, other }) => one < other)
      .map(({ one, other, isSame }) => ({ first: one, second: other, isSame })),
    { maxLength: 3, selector: ({ first, second }) => `${first} ${second}` },
  ),
  keys: fc.uniqueArray(
    fc.record({
      key: keyArbitrary,
      name: fc.constantFrom(null, "Another Name"),
      type: fc.constantFrom(null, "Outcome"),
      hidden: fc.boolean(),
    }),
    { maxLength: 2, selector: ({ key }) => key },
  ),
  senses: fc.uniqueArray(fc.record({ stem: keyArbitrary, file: fc.constantFrom(...FILES) }), {
    maxLength: 2,
    selector: ({ stem, file }) => `${stem} ${file}`,
  }),
});
/** Senses of names in whole transcripts. */
const sensesArbitrary: fc.Arbitrary<readonly NameSense[]> = fc.uniqueArray(
  fc
    .record({ stem: keyArbitrary, file: fc.constantFrom(...FILES), sense: fc.constantFrom("@@1", "@@2") })
    .map(({ file, ...sense }) => ({ ...sense, place: idOf(file) })),
  { maxLength: 3, selector: ({ stem, place }) => `${stem} ${place}` },
);
const relationsArbitrary: fc.Arbitrary<readonly DerivedRelation[]> = fc.uniqueArray(
  fc
    .record({
      source: keyArbitrary,
      target: keyArbitrary,
      type: fc.constantFrom("IS_A", "IS_PART_OF"),
      version: fc.constant(1),
    })
    .filter(({ source, target }) => source !== target),
  { maxLength: 4, selector: ({ source, target }) => [source, target].sort().join(" ") },
);
/** A verdict on each pair of keys, which relations follow from. */
const VERDICTS: readonly AskedPair[] = KEYS.flatMap((first, at) =>
  KEYS.slice(at + 1).map((second): AskedPair => {
    const shown = (name: string) => ({ name, type: "Concept", evidence: name, speaker: null, file: "a.txt" });
    const question = { contentKey: `${first} ${second}`, first, second, round: 1, version: 1 };
    return { ...question, shown: [shown(first), shown(second)], verdict: "broader kind" };
  }),
);

async function openJudgedLedger(): Promise<Ledger> {
  const ledger = await openLedger();
  await ledger.putVerdicts({ profile: "judge", paid: false, raw: null, usage: NO_USAGE }, VERDICTS);
  return ledger;
}

const stepArbitrary = fc.record({
  file: fc.nat(FILES.length - 1),
  document: documentArbitrary,
  kept: fc.nat(3),
  conclude: fc.boolean(),
  settleFirst: fc.boolean(),
  corrections: fc.option(correctionsArbitrary),
  relations: fc.option(relationsArbitrary),
  senses: fc.option(sensesArbitrary),
});

describe("a ledger", () => {
  it("has the same rows and digest after any history, and its changes are complete for a store", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 1, maxLength: 10 }), async (steps) => {
        await using incremental = await openJudgedLedger();
        const mirror = new Mirror();
        const latest = new Map<string, Document>();
        let corrections: NameCorrections = { pairs: [], keys: [] };
        let relations: readonly DerivedRelation[] = [];
        let senses: readonly NameSense[] = [];
        for (const step of steps) {
          const file = FILES[step.file] as string;
          // An edit keeps the beginning of the file.
          const document = [...(latest.get(file) ?? []).slice(0, step.kept), ...step.document];
          latest.set(file, document);
          if (step.settleFirst) await settle(incremental, document);
          await put(incremental, file, document);
          if (step.corrections !== null) await incremental.correct((corrections = step.corrections));
          if (step.relations !== null) await incremental.relateByVerdicts((relations = step.relations));
          if (step.senses !== null) await incremental.decideSenses((senses = step.senses));
          if (!step.conclude) continue;
          await conclude(incremental);
          await mirror.follow(incremental);
          await settle(incremental, document);
        }
        for (const document of latest.values()) await settle(incremental, document);
        await conclude(incremental);
        await mirror.follow(incremental);

        await using whole = await openJudgedLedger();
        await whole.correct(corrections);
        await whole.relateByVerdicts(relations);
        await whole.decideSenses(senses);
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
      costlyRuns(30),
    );
  });

  it("follows the user's corrections, and the rules again without them", async () => {
    const [sleep, stress] = [3, 10];
    const document: Document = [
      { speaker: 1, sentences: [[sleep], [sleep], [sleep], [sleep]], links: false },
      { speaker: 1, sentences: [[stress], [stress], [stress]], links: false },
    ];
    await using ledger = await openLedger();
    await put(ledger, "a.txt", document);
    await settle(ledger, document);
    await conclude(ledger);
    const names = async () =>
      Object.fromEntries([...(await entityNames(ledger))].filter(([name]) => name !== "Bob Ray"));
    const byRules = { sleep: [], stress: [] };
    expect(await names()).toEqual(byRules);
    const corrected = async (corrections: Partial<NameCorrections>) => {
      await ledger.correct({ pairs: [], keys: [], ...corrections });
      await conclude(ledger);
      return names();
    };
    const pair = { first: "sleep", second: "stress" };
    expect(Object.keys(await corrected({ pairs: [{ ...pair, isSame: true }] }))).toEqual(["sleep"]);
    expect(await corrected({ pairs: [{ ...pair, isSame: false }] })).toEqual(byRules);
    const key = { key: "stress", name: null, type: null, hidden: false };
    expect(await corrected({ keys: [{ ...key, hidden: true }] })).toEqual({ sleep: [] });
    expect(Object.keys(await corrected({ keys: [{ ...key, name: "Strain" }] }))).toEqual(["sleep", "Strain"]);
    expect(await corrected({})).toEqual(byRules);
  });

  it("separates an expansion from its acronym when no transcript mentions both any more", async () => {
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

  it("merges a name with one middle initial, and separates names with two", async () => {
    const [plain, b, c] = [0, 4, 5].map((speaker) => ({ speaker, sentences: [[3]], links: false }));
    if (plain === undefined || b === undefined || c === undefined) throw new Error("There are three.");
    const peopleOf = async (document: Document, ledger: Ledger) => {
      await put(ledger, "a.txt", document);
      await settle(ledger, document);
      await conclude(ledger);
      return [...(await entityNames(ledger)).keys()].filter((name) => name.endsWith("Lee")).sort();
    };
    await using ledger = await openLedger();
    expect(await peopleOf([plain, b], ledger)).toEqual(["Ann B. Lee"]);
    expect(await peopleOf([plain, b, c], ledger)).toEqual(["Ann B. Lee", "Ann C. Lee", "Ann Lee"]);
    expect(await peopleOf([plain, c], ledger)).toEqual(["Ann C. Lee"]);
  });

  it("keeps one evidence row if two names of one entity state the same in one sentence", async () => {
    // A second expansion keeps the acronym separate until an edit removes it.
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

  it("ties every relation again when the rules have another version", async () => {
    const names = [0, 1, 3];
    const document: Document = [{ speaker: 0, sentences: [names, names, names], links: true }];
    const folder = mkdtempSync(path.join(tmpdir(), "colloquy-ledger-"));
    try {
      const file = path.join(folder, "ledger.db");
      // Earlier rules that tie no relation.
      const earlier: Resolver = {
        ...resolver,
        version: "earlier",
        steps(store) {
          const untied = { ...store, tieRelation: (fact: PendingRelation) => store.tieRelation(fact, null) };
          return resolver.steps(untied);
        },
      };
      const digests: string[] = [];
      for (const rules of [earlier, resolver]) {
        await using ledger = await openLedger(file, rules);
        if (rules === earlier) {
          await put(ledger, "a.txt", document);
          await settle(ledger, document);
        }
        await conclude(ledger);
        digests.push((await ledger.counts()).digest);
      }
      await using fresh = await openLedger();
      await put(fresh, "a.txt", document);
      await settle(fresh, document);
      await conclude(fresh);
      const { digest, graph } = await fresh.counts();
      expect(graph.relationships).toBeGreaterThan(0);
      expect(digests[0]).not.toBe(digest);
      expect(digests[1]).toBe(digest);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
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
