/**
 * What the verification of statements catches. Of the recorded replies of five meetings (../shared/data/replies), 100
 * relations are corrupted: their ends are swapped, they are negated, or they have the words of another relation. All of them
 * pass the checks of replies. A checker that knows the recorded relations, always right or wrong at random, is asked by
 * whole runs. `--base-url` also asks a real model about corrupted relations and as many untouched ones.
 * `node bench/verification.ts [--seed 1] [--base-url URL --model NAME --pairs 30]`
 */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import {
  type ChatModel,
  type ChatRequest,
  type CheckVerdict,
  createModelExtractor,
  DEFAULT_ONTOLOGY,
  type IngestOptions,
  type IngestResult,
  type Statement,
  type StatementChecker,
} from "../packages/colloquy/src/index.ts";
import { createNamedChatModel } from "../packages/colloquy/src/composition/models/create-models.ts";
import { createModelChecker } from "../packages/colloquy/src/judging/index.ts";
import { asWithdrawn, confirms } from "../packages/colloquy/src/resolution/index.ts";
import {
  CORRUPTIONS,
  type CorruptionKind,
  corruptionsOf,
  keyOf,
  statementsIn,
  verdictOn,
  withCorruptions,
} from "./corrupted-relations.ts";
import { usageOf } from "./gold-judge.ts";
import { printTable, writeResults } from "./report.ts";
import { readReplies, replayIngest, type RecordedReply, replayingModel } from "./replies.ts";
import { randomNumbers } from "./throughput/workload.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    "base-url": { type: "string" },
    model: { type: "string", default: "local" },
    pairs: { type: "string", default: "30" },
  },
});
const SAMPLE = 100;
const NOISE = 0.05;
const random = randomNumbers(Number(values.seed));

/** A withdrawal counts when the second verdict confirms it. */
const VERDICTS = `SELECT one.shown, coalesce(two.verdict, 'supported') AS verdict
  FROM checked_statements one LEFT JOIN checked_statements two ON two.statement = one.statement AND two.round = 2
  WHERE one.round = 1`;
const shownBefore = new Map<string, number>();

interface Run {
  readonly result: IngestResult;
  /** The statements that the checker was asked about, with its verdicts, by their keys. */
  readonly checked: ReadonlyMap<string, { readonly statement: Statement; readonly verdict: CheckVerdict }>;
  /** Tokens of the checker's prompts and replies. */
  readonly tokens: number;
}

const recorded = readReplies();
const truth = new Set((await run(recorded, () => "supported", { verifyAll: true })).checked.keys());
const tried = corruptionsOf(recorded, truth, random);
const passed = (await run(withCorruptions(recorded, tried), () => "supported", { verifyAll: true })).checked;
const chosen = CORRUPTIONS.flatMap((kind, index) =>
  tried
    .filter((each) => each.kind === kind && passed.has(keyOf(each.relation)))
    .slice(0, Math.floor((SAMPLE + CORRUPTIONS.length - 1 - index) / CORRUPTIONS.length)),
);
const kinds = new Map(chosen.map(({ kind, relation }) => [keyOf(relation), kind]));
const replies = withCorruptions(recorded, chosen);
const knowing = (statement: Statement): CheckVerdict => verdictOn(truth, statement);

const asRecorded = await run(recorded, knowing);
const risky = await run(replies, knowing);
const all = await run(replies, knowing, { verifyAll: true });
const noisy = await run(replies, erring);
const digests = new Set([risky.result.digest]);
for (const maxConcurrent of [1, 16, 200]) digests.add((await run(replies, knowing, { maxConcurrent })).result.digest);
const others = [...all.checked.keys()].filter((key) => !kinds.has(key));
const untouched = new Set(shuffled(others).slice(0, SAMPLE));

const figures = { risky: figuresOf(risky), all: figuresOf(all), noisy: figuresOf(noisy) };
const columns = [figures.risky, figures.all, figures.noisy];
printTable({
  header: ["", "--verify", "--verify-all", `--verify, wrong in ${100 * NOISE} %`],
  rows: [
    ["statements asked about", ...columns.map(({ asked, statements }) => share(asked, statements))],
    ...CORRUPTIONS.map((kind) => [
      `${kind} (${figures.risky.byKind[kind].of}): asked about, caught`,
      ...columns.map(({ byKind }) => `${byKind[kind].asked}, ${byKind[kind].caught}`),
    ]),
    [`caught of ${kinds.size} corrupted`, ...columns.map(({ caught }) => String(caught))],
    [`withdrawn of ${untouched.size} untouched`, ...columns.map(({ wronged }) => String(wronged))],
    ["tokens beside those of the extraction", ...columns.map(({ tokens, extraction }) => share(tokens, extraction))],
  ],
});
console.log(`asked about without corruptions: ${share(asRecorded.checked.size, truth.size)}`);
console.log(`digests of runs at concurrency 1, 16 and 200: ${digests.size}`);
const model = values["base-url"] === undefined ? null : await askModel(values["base-url"]);
const askedAsRecorded = { asked: asRecorded.checked.size, statements: truth.size };
writeResults("verification", {
  seed: Number(values.seed),
  asRecorded: askedAsRecorded,
  ...figures,
  digests: digests.size,
  model,
});

async function run(
  from: readonly RecordedReply[],
  verdict: (statement: Statement) => CheckVerdict,
  options: Partial<IngestOptions> = {},
): Promise<Run> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
  try {
    const counted = { tokens: 0 };
    await using extractor = createModelExtractor({ chatModel: replayingModel(from), ontology: DEFAULT_ONTOLOGY });
    const ports = { extractor, statementChecker: checkerWith(verdict, counted) };
    const { dataDir, result } = await replayIngest(folder, { skipEmbeddings: true, ...options, ports });
    return { result, checked: checkedIn(path.join(dataDir, "default", "ledger.db")), ...counted };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkedIn(ledger: string): Run["checked"] {
  const database = new DatabaseSync(ledger, { readOnly: true });
  try {
    const rows = database.prepare(VERDICTS).all() as {
      shown: string;
      verdict: CheckVerdict;
    }[];
    return new Map(
      rows.map(({ shown, verdict }) => {
        const statement = JSON.parse(shown) as Statement;
        return [keyOf(statement), { statement, verdict }];
      }),
    );
  } finally {
    database.close();
  }
}

/** A checker that reads the prompts of the model checker. */
function checkerWith(verdict: (statement: Statement) => CheckVerdict, counted: { tokens: number }): StatementChecker {
  const chatModel: ChatModel = {
    profile: "knowing",
    contextTokens: null,
    ping: () => Promise.resolve(usageOf(0, 0)),
    complete: ({ system, messages }: ChatRequest) => {
      const prompt = messages.at(-1)?.text ?? "";
      const statements = statementsIn(prompt).map(
        ([label, statement]) => `${label} ${verdict(statement as Statement)}`,
      );
      const text = JSON.stringify({ statements });
      const usage = usageOf((system ?? "").length + prompt.length, text.length);
      counted.tokens += usage.inputTokens + usage.outputTokens;
      return Promise.resolve({ text, usage, finishReason: "stop", interruption: null, limits: [] });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return createModelChecker({ chatModel });
}

/**
 * Wrong at random. The answer depends on the seed, the statement, and how often it was shown before, so it is the same in each
 * order of the calls.
 */
function erring(statement: Statement): CheckVerdict {
  const right = knowing(statement);
  const times = (shownBefore.get(keyOf(statement)) ?? 0) + 1;
  shownBefore.set(keyOf(statement), times);
  const seed = [...`${values.seed} ${keyOf(statement)} ${times}`].reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0,
    7,
  );
  if (randomNumbers(seed)() >= NOISE) return right;
  return right === "supported" ? "not_said" : "supported";
}

function figuresOf({ result, checked, tokens }: Run) {
  const isCaught = (key: string): boolean => (checked.get(key)?.verdict ?? "supported") !== "supported";
  const ofKind = (kind: CorruptionKind) => {
    const keys = [...kinds].filter(([, each]) => each === kind).map(([key]) => key);
    const asked = keys.filter((key) => checked.has(key)).length;
    return { of: keys.length, asked, caught: keys.filter(isCaught).length };
  };
  const byKind = Object.fromEntries(CORRUPTIONS.map((kind) => [kind, ofKind(kind)])) as Record<
    CorruptionKind,
    ReturnType<typeof ofKind>
  >;
  const { inputTokens, outputTokens } = result.usage;
  return {
    statements: all.checked.size,
    asked: checked.size,
    byKind,
    caught: [...kinds.keys()].filter(isCaught).length,
    wronged: [...untouched].filter(isCaught).length,
    tokens,
    extraction: inputTokens + outputTokens - tokens,
  };
}

/** Asks a real model about corrupted and untouched statements, one batch after another. */
async function askModel(baseUrl: string) {
  const count = Number(values.pairs);
  const options = { model: `openai:${values.model}`, baseUrl };
  const chatModel = await createNamedChatModel(options);
  if (chatModel === null) throw new Error("The options name no model.");
  await using checker = createModelChecker({ chatModel });
  const keys = shuffled([...shuffled([...kinds.keys()]).slice(0, count), ...[...untouched].slice(0, count)]);
  const ask = async (questions: ReadonlyMap<string, Statement>): Promise<ReadonlyMap<string, CheckVerdict>> => {
    const found = new Map<string, CheckVerdict>();
    const labelled = [...questions].map(([label, statement]) => ({ label, ...statement }));
    for (let from = 0; from < labelled.length; from += 10) {
      const batch = labelled.slice(from, from + 10);
      const { verdicts } = await checker.check(batch, { signal: AbortSignal.timeout(1_200_000) });
      for (const [key, verdict] of verdicts) found.set(key, verdict);
      console.log(`${values.model}: ${found.size} of ${from + batch.length} answered`);
    }
    return found;
  };
  const statementOf = (key: string): Statement => all.checked.get(key)?.statement as Statement;
  const first = await ask(new Map(keys.map((key) => [key, statementOf(key)])));
  const withdrawals = new Map(
    [...first].flatMap(([key, verdict]) => (verdict === "supported" ? [] : [[key, verdict] as const])),
  );
  const second = await ask(
    new Map([...withdrawals].map(([key, reason]) => [key, asWithdrawn(statementOf(key), reason)])),
  );
  const isConfirmed = (key: string): boolean => {
    const [reason, verdict] = [withdrawals.get(key), second.get(key)];
    return reason !== undefined && verdict !== undefined && confirms(reason, verdict);
  };
  const tally = (isAmong: (key: string) => boolean): Readonly<Record<string, number>> => {
    const among = keys.filter(isAmong);
    const verdicts = among.map((key) => first.get(key) ?? "no answer");
    const counts = [...Map.groupBy(verdicts, (each) => each)].map(([each, of]) => [each, of.length] as const);
    return { ...Object.fromEntries(counts), withdrawn: among.filter(isConfirmed).length };
  };
  const answers = {
    ...Object.fromEntries(CORRUPTIONS.map((kind) => [kind, tally((key) => kinds.get(key) === kind)])),
    untouched: tally((key) => !kinds.has(key)),
  };
  console.log(answers);
  return { name: values.model, ...answers };
}

function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${((100 * part) / whole).toFixed(0)} %)`;
}
