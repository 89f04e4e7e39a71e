/**
 * How many names of a careful reader the check of names rejects, and how many invented names it accepts: the replies
 * of ../shared/data/replies, each treated as a reply of a model. Rejected names of the reader are judged by hand in
 * bench/judged/qmsum-names.jsonl; the program fails when a judgement is missing. `--passed` lists accepted invented names.
 * `node bench/grounding.ts [--passed]`
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { analyse } from "../packages/colloquy/src/analysis/index.ts";
import { checkExtraction, createModelExtractor, DEFAULT_ONTOLOGY } from "../packages/colloquy/src/extraction/index.ts";
import type { Extraction, TurnView } from "../packages/colloquy/src/model/index.ts";
import { type ChatModel, NO_USAGE } from "../packages/colloquy/src/ports/index.ts";
import { readReplies, type ReplyItems } from "./replies.ts";
import { printTable, REPOSITORY, writeResults } from "./report.ts";
import { randomNumbers } from "./throughput/workload.ts";

type Entity = ReplyItems["entities"][number];

/** `paraphrase`: the same meaning in other words; `addition`: something that the words do not say. */
interface Judgement {
  readonly name: string;
  readonly evidence: string;
  readonly verdict: "paraphrase" | "addition";
}

const SEEDS = [1, 2, 3];
const INVENTED_OF_A_KIND = 3_000;
/** An invented name: optionally a name of the chunk (`own`), and this many words of other chunks. */
const KINDS: Readonly<Record<string, { readonly own: boolean; readonly words: number }>> = {
  "a word of another chunk": { own: false, words: 1 },
  "an own name and a word of another chunk": { own: true, words: 1 },
  "an own name and three of them": { own: true, words: 3 },
};

const { values } = parseArgs({ options: { passed: { type: "boolean", default: false } } });
const replies = readReplies();
const honest = await measureHonest();
const invented = await measureInvented();

printTable({
  header: ["replies of a careful reader", "given", "refused", "share"],
  rows: honest.rows.map(([what, given, refused]) => [what, String(given), String(refused), percent(refused, given)]),
});
printTable({
  header: ["explicit relations", "kept", "with antecedents"],
  rows: [["", String(honest.stated.relations), String(honest.stated.withAntecedents)]],
});
printTable({
  header: ["refused entities, judged", "entities"],
  rows: Object.entries(honest.verdicts).map(([verdict, n]) => [verdict, String(n)]),
});
printTable({
  header: ["invented names", "made", "passed", "share"],
  rows: Object.entries(invented).map(([kind, { made, passed }]) => [
    kind,
    String(made),
    String(passed.length),
    percent(passed.length, made),
  ]),
});
if (values.passed) for (const { passed } of Object.values(invented)) console.log(`\n${passed.join("; ")}`);
writeResults("grounding", {
  seeds: SEEDS,
  chunks: replies.length,
  honest,
  invented: Object.fromEntries(
    Object.entries(invented).map(([kind, { made, passed }]) => [kind, { made, passed: passed.length }]),
  ),
});

async function measureHonest() {
  const refused: Entity[] = [];
  const stated = { relations: 0, withAntecedents: 0 };
  const [entities, relations, topics] = [
    { given: 0, kept: 0 },
    { given: 0, kept: 0 },
    { given: 0, kept: 0 },
  ];
  for (const reply of replies) {
    const { mentions, relations: related, quotes } = await extract(reply.chunk, reply);
    const explicit = related.filter(({ polarity }) => polarity !== "implied");
    stated.relations += explicit.length;
    stated.withAntecedents += explicit.filter(({ antecedents }) => antecedents !== undefined).length;
    const names = new Set(mentions.map(({ name }) => name));
    refused.push(...reply.entities.filter(({ name }) => !names.has(name)));
    entities.given += reply.entities.length;
    relations.given += reply.relations.length;
    relations.kept += related.length;
    topics.given += reply.quotes.reduce((sum, { about }) => sum + about.length, 0);
    topics.kept += quotes.reduce((sum, { about }) => sum + about.length, 0);
  }
  const rows: readonly (readonly [string, number, number])[] = [
    ["entities", entities.given, refused.length],
    ["relations", relations.given, relations.given - relations.kept],
    ["topics of quotes", topics.given, topics.given - topics.kept],
  ];
  return { rows, verdicts: judge(refused), stated };
}

function judge(refused: readonly Entity[]): Readonly<Record<string, number>> {
  const lines = readFileSync(path.join(REPOSITORY, "bench", "judged", "qmsum-names.jsonl"), "utf8")
    .trim()
    .split("\n");
  const verdicts = new Map(
    lines.map((line) => JSON.parse(line) as Judgement).map((one) => [`${one.name} | ${one.evidence}`, one.verdict]),
  );
  const counts: Record<string, number> = { paraphrase: 0, addition: 0 };
  for (const { name, evidence } of refused) {
    const verdict = verdicts.get(`${name} | ${evidence}`);
    if (verdict === undefined)
      throw new Error(`Not judged yet: ${JSON.stringify({ name, evidence })}. Judge it, and add it to bench/judged.`);
    counts[verdict] = (counts[verdict] ?? 0) + 1;
  }
  return counts;
}

async function measureInvented() {
  const words = replies
    .flatMap(({ entities }) => entities.flatMap(({ name }) => name.match(/[\p{L}\p{N}]{3,}/gu) ?? []))
    .map((text) => ({ text, terms: analyse(text) }));
  const counts: Record<string, { made: number; passed: string[] }> = {};
  for (const [kind, { own, words: count }] of Object.entries(KINDS)) {
    const of = (counts[kind] = { made: 0, passed: [] as string[] });
    for (const seed of SEEDS) {
      const random = randomNumbers(seed);
      const pick = <Item>(from: readonly Item[]): Item => from[Math.floor(random() * from.length)] as Item;
      for (let made = 0; made < INVENTED_OF_A_KIND / SEEDS.length; made += 1) {
        const { chunk, entities } = pick(replies.filter((reply) => reply.entities.length > 0));
        const terms = new Set(analyse(chunk));
        const foreign = words.filter((word) => word.terms.some((term) => !terms.has(term)));
        const entity = pick(entities);
        const name = [...(own ? [entity.name] : []), ...Array.from({ length: count }, () => pick(foreign).text)].join(
          " ",
        );
        const { mentions } = await extract(chunk, { entities: [{ ...entity, name }], relations: [], quotes: [] });
        of.made += 1;
        if (mentions.length > 0) of.passed.push(name);
      }
    }
  }
  return counts;
}

/** The settled extraction of a chunk for this entry of a model. */
async function extract(chunk: string, { entities, relations, quotes }: ReplyItems): Promise<Extraction> {
  const turns = turnsOf(chunk);
  const text = JSON.stringify({ chunks: [{ label: "c1", entities, relations, quotes }] });
  const extractor = createModelExtractor({ chatModel: replaying(text), ontology: DEFAULT_ONTOLOGY });
  const { signal } = new AbortController();
  const extraction = (await extractor.extract([{ label: "c1", turns }], { signal })).extractions.get("c1");
  if (extraction === undefined) throw new Error("A reply could not be read.");
  return checkExtraction(extraction, { turns }, DEFAULT_ONTOLOGY, 0).extraction;
}

/** The turns of a block of the prompt. */
function turnsOf(chunk: string): TurnView[] {
  return chunk.split("\n").map((line) => {
    const [, speaker = null, text = ""] = /^> (?:([^:]{1,60}): )?(.*)$/su.exec(line) ?? [];
    return { speaker, text };
  });
}

function replaying(text: string): ChatModel {
  return {
    profile: "replay",
    contextTokens: null,
    ping: () => Promise.resolve(NO_USAGE),
    complete: () => Promise.resolve({ text, usage: NO_USAGE, finishReason: "stop", interruption: null, limits: [] }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
