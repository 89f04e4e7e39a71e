import assert from "node:assert/strict";
import type { RelationshipRow, Withdrawal } from "../../../model/index.ts";
import type {
  CheckedStatement,
  CheckVerdict,
  Ledger,
  PaidReply,
  StatedOnce,
  StatementToCheck,
} from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { sampleChunks } from "../sample-transcripts.ts";
import { allRows, changed, conclude, MODEL, put, settleAll, TALK, withFolder, withTalk } from "./material.ts";

const CHECKER: PaidReply = { ...MODEL, profile: "model/1 check-1" };
const ALL = { version: 1, all: true };

/** A ledger with a talk of two statements, the second of which is only implied. */
async function withStatements(
  make: () => Promise<Ledger>,
  work: (ledger: Ledger, statements: readonly StatementToCheck[], folder: string) => Promise<void>,
): Promise<void> {
  const sample = TALK.map((chunk, index) => (index === 2 ? { ...chunk, polarity: "implied" as const } : chunk));
  const listed = async (ledger: Ledger, _talk: unknown, folder: string): Promise<void> =>
    work(ledger, await ledger.statementsToCheck(ALL), folder);
  await withTalk(make, listed, sample);
}

function checked(
  stated: StatementToCheck | undefined,
  verdict: CheckVerdict | null,
  more: Partial<CheckedStatement> = {},
): CheckedStatement {
  assert.ok(stated !== undefined, "a statement is missing");
  return { ...stated, version: 1, verdict, ...more };
}

/** A verdict that withdraws a statement, and the one that confirms it. */
function withdrawn(stated: StatementToCheck | undefined, reason: Withdrawal): readonly CheckedStatement[] {
  return [checked(stated, reason), checked(stated, reason, { toConfirm: reason })];
}

const sourcesOf = (statements: readonly StatedOnce[]): readonly string[] =>
  statements.map(({ statement }) => statement.source);

async function withdrawnOf(ledger: Ledger): Promise<readonly (string | null)[]> {
  const rows = (await changed(ledger, "relationship")) as readonly RelationshipRow[];
  return rows
    .filter(({ type }) => type === "CAUSES")
    .map(({ withdrawn = null }) => withdrawn)
    .toSorted();
}

export const checkCases: readonly ConformanceCase<Ledger>[] = [
  {
    name: "lists statements with their words once each, and only risky ones unless all are asked for",
    async run(make) {
      await withStatements(make, async (ledger, statements, folder) => {
        assert.deepEqual(sourcesOf(statements), ["Sleep debt", "Exercise"]);
        assert.deepEqual(statements[0]?.statement, {
          source: "Sleep debt",
          type: "CAUSES",
          target: "poor focus",
          polarity: "stated",
          speaker: "Ann Lee",
          evidence: "Sleep debt causes poor focus.",
          before: "",
          after: "",
          antecedents: [],
        });
        assert.deepEqual(sourcesOf(await ledger.statementsToCheck({ version: 1, all: false })), ["Exercise"]);
        const copy = sampleChunks(TALK.slice(0, 2));
        await put(ledger, folder, "b.txt", copy);
        await settleAll(ledger, copy);
        await conclude(ledger);
        assert.deepEqual(sourcesOf(await ledger.statementsToCheck(ALL)), ["Sleep debt", "Exercise"]);
      });
    },
  },
  {
    name: "lists statements of two names with several types, or with one type in both directions, as risky",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const talk = sampleChunks([
          { speaker: "Ann Lee", words: "[Stress] causes [insomnia].", states: true },
          { speaker: "Bob Ray", words: "[Insomnia] causes [stress].", states: true },
          { speaker: "Bob Ray", words: "[Noise] causes [stress].", states: true },
        ]);
        await put(ledger, folder, "a.txt", talk);
        await settleAll(ledger, talk);
        await conclude(ledger);
        const risky = await ledger.statementsToCheck({ version: 1, all: false });
        assert.deepEqual(sourcesOf(risky), ["Stress", "Insomnia"]);
      });
    },
  },
  {
    name: "keeps the first verdict on a statement of a version, and lists statements without one",
    async run(make) {
      await withStatements(make, async (ledger, [first]) => {
        await ledger.putChecks(CHECKER, [checked(first, "supported")]);
        await ledger.putChecks(CHECKER, withdrawn(first, "reversed"));
        await conclude(ledger);
        assert.deepEqual(await withdrawnOf(ledger), [null, null]);
        assert.deepEqual(sourcesOf(await ledger.statementsToCheck(ALL)), ["Exercise"]);
        assert.equal((await ledger.statementsToCheck({ version: 2, all: true })).length, 2);
      });
    },
  },
  {
    name: "counts withdrawn statements apart, whenever they are stated, until a later version supports them",
    async run(make) {
      await withStatements(make, async (ledger, [first], folder) => {
        const before = await ledger.counts();
        await ledger.putChecks(CHECKER, withdrawn(first, "reversed"));
        await conclude(ledger);
        assert.deepEqual(await withdrawnOf(ledger), [null, "reversed"]);
        const after = await ledger.counts();
        assert.deepEqual(after.checks, { checked: 1, withdrawn: 1 });
        assert.equal(after.graph.relationships, before.graph.relationships);
        assert.equal(after.graph.evidence, before.graph.evidence);
        const again = sampleChunks(TALK.slice(0, 1));
        await put(ledger, folder, "b.txt", again);
        await settleAll(ledger, again);
        await conclude(ledger);
        const rows = (await changed(ledger, "relationship")) as readonly RelationshipRow[];
        assert.equal(rows.find(({ withdrawn }) => withdrawn === "reversed")?.count, 2);
        await put(ledger, folder, "b.txt", []);
        await ledger.putChecks(CHECKER, [checked(first, "supported", { version: 2 })]);
        await conclude(ledger);
        const kept = (await allRows(ledger)).filter(({ kind }) => kind === "relationship");
        assert.ok(kept.every((row) => row.kind === "relationship" && row.withdrawn === undefined));
      });
    },
  },
  {
    name: "withdraws a statement when a second verdict confirms the first, and lists it until then",
    async run(make) {
      await withStatements(make, async (ledger, [first, second]) => {
        await ledger.putChecks(CHECKER, [checked(first, "negated"), checked(second, "not_said")]);
        await conclude(ledger);
        assert.deepEqual(await withdrawnOf(ledger), [null, null]);
        const open = await ledger.statementsToCheck(ALL);
        assert.deepEqual(
          open.map(({ statement, toConfirm }) => [statement.source, toConfirm]),
          [
            ["Sleep debt", "negated"],
            ["Exercise", "not_said"],
          ],
        );
        await ledger.putChecks(CHECKER, [checked(open[0], "negated"), checked(open[1], "supported")]);
        await conclude(ledger);
        assert.deepEqual(await withdrawnOf(ledger), ["negated", null]);
        assert.deepEqual(await ledger.statementsToCheck(ALL), []);
        assert.deepEqual((await ledger.counts()).checks, { checked: 2, withdrawn: 1 });
      });
    },
  },
  {
    name: "leaves a statement unchecked whose call failed, and does not list it again",
    async run(make) {
      await withStatements(make, async (ledger, [first]) => {
        const { digest } = await ledger.counts();
        await ledger.putChecks({ ...CHECKER, paid: false, raw: null }, [checked(first, null)]);
        await conclude(ledger);
        const counts = await ledger.counts();
        assert.equal(counts.digest, digest);
        assert.deepEqual(counts.checks, { checked: 0, withdrawn: 0 });
        assert.deepEqual(sourcesOf(await ledger.statementsToCheck(ALL)), ["Exercise"]);
      });
    },
  },
];
