/**
 * Which names are split because they mean several things, compared with the homonyms of ../shared/data/gold: the recorded replies
 * of five meetings, resolved with a judge that knows the meanings, always right or wrong at random.
 * `node bench/homonyms.ts [--seeds 4] [--verbose]`
 */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { type ChunkRow, type EntityRow, type MentionRow, open } from "../packages/colloquy/src/index.ts";
import { gold, type Homonym, homonyms, labels, MeaningJudge, hashOf, senseIn, stemOf } from "./meaning-judge.ts";
import { printTable, writeResults } from "./report.ts";
import { replayIngest } from "./replies.ts";

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "4" }, verbose: { type: "boolean", default: false } },
});
const NOISE = 0.05;

const right = await run(null);
const noisy = [];
for (let seed = 1; seed <= Number(values.seeds); seed += 1) noisy.push(await run(seed));

const count = (decision: Homonym["decision"]): number =>
  gold.homonyms.filter((each) => each.decision === decision).length;
printTable({
  header: [
    "",
    `split of ${count("split")}`,
    `one of ${count("one")}`,
    "wrongly split",
    "questions about one name",
    "for each entity",
    "all pairs for each entity",
  ],
  rows: [
    row("a judge that is right", right),
    ...noisy.map((each, index) => row(`wrong in ${100 * NOISE} %, seed ${index + 1}`, each)),
  ],
});
if (values.verbose) for (const each of [right, ...noisy]) console.log(each.missed, each.wrong);
writeResults("homonyms", { right, noisy });

interface Run {
  /** Homonyms of the gold whose senses are in different entities. */
  readonly split: number;
  /** Names that are one by the gold, and in one entity. */
  readonly one: number;
  readonly missed: readonly string[];
  /** Names in several entities that are no homonyms. */
  readonly wrong: readonly string[];
  readonly questions: number;
  readonly pairs: number;
  readonly entities: number;
}

async function run(seed: number | null): Promise<Run> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
  try {
    const judge = new MeaningJudge(seed);
    const { dataDir, result } = await replayIngest(folder, { ports: { nameJudge: judge } });
    return { ...(await score(dataDir)), ...judge.asked(), entities: result.graph.entities };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function row(name: string, { split, one, wrong, questions, pairs, entities }: Run): readonly string[] {
  const perEntity = [questions, pairs].map((number) => (number / entities).toFixed(2));
  return [name, String(split), String(one), String(wrong.length), String(questions), ...perEntity];
}

interface Mentioned {
  readonly entity: string;
  readonly name: string;
  /** Whether it is the label of a speaker. */
  readonly isLabel: boolean;
  readonly file: string;
  /** The hash of the chunk. */
  readonly chunk: string;
}

async function score(dataDir: string): Promise<Pick<Run, "split" | "one" | "missed" | "wrong">> {
  const byStem = Map.groupBy(await readMentions(dataDir), ({ name }) => stemOf(name));
  const missed: string[] = [];
  const decided = { split: 0, one: 0 };
  for (const homonym of gold.homonyms) {
    const { name, decision, speaker_label: ofLabel = false } = homonym;
    if (decision === "either") continue;
    const mentions = (byStem.get(stemOf(name)) ?? []).filter(({ isLabel }) => isLabel === ofLabel);
    const isRight =
      decision === "one" ? new Set(mentions.map(({ entity }) => entity)).size <= 1 : isSplit(homonym, mentions);
    if (isRight) decided[decision] += 1;
    else missed.push(name);
  }
  const known = new Set([...homonyms.keys(), ...labels.map(({ name }) => stemOf(name))]);
  const wrong = [...byStem].flatMap(([stem, mentions]) =>
    !known.has(stem) && new Set(mentions.map(({ entity }) => entity)).size > 1 ? [stem] : [],
  );
  return { ...decided, missed, wrong };
}

/** Whether no entity has mentions of two senses. */
function isSplit(homonym: Homonym, mentions: readonly Mentioned[]): boolean {
  const senses = mentions.flatMap(({ entity, file, chunk }) => {
    const sense = senseIn(homonym, file, [chunk]);
    return sense === null ? [] : [{ entity, sense }];
  });
  const byEntity = Map.groupBy(senses, ({ entity }) => entity);
  return [...byEntity.values()].every((ofEntity) => new Set(ofEntity.map(({ sense }) => sense)).size === 1);
}

/** The stated mentions, each with the entity and the name that it has. */
async function readMentions(dataDir: string): Promise<readonly Mentioned[]> {
  await using workspace = await open("default", { dataDir });
  const rows: (ChunkRow | EntityRow | MentionRow)[] = [];
  let text = "";
  for await (const part of workspace.exportRows("jsonl")) text += part;
  for (const line of text.trim().split("\n")) rows.push(JSON.parse(line) as ChunkRow);
  const chunks = new Map(rows.flatMap((each) => (each.kind === "chunk" ? [[each.id, each] as const] : [])));
  const entities = new Map(rows.flatMap((each) => (each.kind === "entity" ? [[each.id, each] as const] : [])));
  return rows.flatMap((each) => {
    if (each.kind !== "mention" || each.found === true) return [];
    const { file, chunk, speaker, text: words } = each.evidence;
    const hash = hashOf(`> ${(chunks.get(chunk)?.text ?? "").replaceAll("\n", "\n> ")}`);
    const entity = entities.get(each.entity);
    const names = entity === undefined ? [] : [entity.name, ...entity.aliases.map(({ name }) => name)];
    const name = names.find((known) => known.toLowerCase() === words.toLowerCase()) ?? entity?.name ?? "";
    return [{ entity: each.entity, name, isLabel: words === speaker, file, chunk: hash }];
  });
}
