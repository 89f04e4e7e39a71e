import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createRulesExtractor } from "../packages/colloquy/src/adapters/rules/index.ts";
import { chunkTranscript } from "../packages/colloquy/src/chunking/index.ts";
import {
  type Extraction,
  type Span,
  type Transcript,
  type Turn,
  viewChunk,
} from "../packages/colloquy/src/model/index.ts";
import { readTranscript } from "../packages/colloquy/src/transcripts/index.ts";
import { REPOSITORY, SHARED, printTable, writeResults } from "./report.ts";

/**
 * The precision of the rule-based extractor in real meetings: 100 stated relations and 100
 * entities, drawn by a seed from the half of QMSum's meetings that the rules were not developed on, and
 * judged by hand in bench/judged; and all stated relations of conversations of other kinds that were not used to
 * develop the rules. Fails when a judgement is missing.
 *
 *   node bench/extraction.ts               precision of the judged sample
 *   node bench/extraction.ts --unjudged    the lines of the sample that are not judged yet
 *   node bench/extraction.ts --development the same kind of sample of the development half
 */

const FOLDER = path.join(SHARED, "data", "qmsum");
/** Two podcasts, and the radio of Apollo 11. */
const UNSEEN_FOLDER = path.join(SHARED, "data", "formats", "real");
const UNSEEN = ["bitcoin_frontmatter_ctv.md", "bitcoin_timestamps.md", "apollo11_TEC.txt"];
const SEED = 20_261_124;
const SAMPLE = 100;
/** A candidate with at least this many mentions in the corpus counts as an entity. */
const MIN_MENTIONS = { oneWord: 3, moreWords: 2 };

/** The rules were developed on every second meeting in the order of names, and on this one. */
const DEVELOPED_ON = new Set(["committee_covid_1.txt"]);

interface Item {
  /** The key that joins an item with its judgement. */
  readonly key: string;
  readonly found: Readonly<Record<string, string>>;
  /** The surrounding words, for the judge. */
  readonly context: string;
}

interface Judgement {
  readonly key: string;
  /** `right`, `lenient` (acceptable, although an end or the type is not exact), or `wrong`. */
  readonly verdict: "right" | "lenient" | "wrong";
  /** If it is not wrong: whether its type, or the types of both ends of a relation, are the narrowest that fit. */
  readonly typed: boolean;
  readonly reason?: string;
}

interface Found {
  readonly relations: readonly Item[];
  readonly entities: readonly Item[];
  readonly chunks: number;
  readonly perChunk: Readonly<Record<string, number>>;
}

async function main(mode: string | undefined): Promise<void> {
  const found = await extractFrom(meetings(mode === "--development").map((file) => [file, readMeeting(file)]));
  const unseen = (await extractFrom(UNSEEN.map((file) => [file, readUnseen(file)]))).relations;
  const relations = draw(found.relations);
  const entities = draw(found.entities);
  const judged = {
    relations: readJudgements("qmsum-relations"),
    entities: readJudgements("qmsum-entities"),
    unseen: readJudgements("unseen-relations"),
  };
  if (mode === "--development" || mode === "--unjudged") {
    const isOpen = (judgements: ReadonlyMap<string, Judgement>, item: Item): boolean =>
      mode === "--development" || !judgements.has(item.key);
    for (const item of relations.filter((one) => isOpen(judged.relations, one)))
      console.log(JSON.stringify({ kind: "relation", ...item }));
    for (const item of entities.filter((one) => isOpen(judged.entities, one)))
      console.log(JSON.stringify({ kind: "entity", ...item }));
    for (const item of unseen.filter((one) => mode === "--unjudged" && !judged.unseen.has(one.key)))
      console.log(JSON.stringify({ kind: "unseen", ...item }));
    return;
  }
  const results = [
    precision("stated relations", relations, judged.relations),
    precision("entities", entities, judged.entities),
    precision("stated relations of podcasts and radio", unseen, judged.unseen),
  ];
  const foundInAll = [found.relations.length, found.entities.length, unseen.length];
  printTable({
    header: ["found", "judged", "right", "right or lenient", "of these typed right", "of all found"],
    rows: results.map((result, index) => [
      result.name,
      String(result.drawn),
      percent(result.right),
      percent(result.lenient),
      percent(result.typed),
      String(foundInAll[index]),
    ]),
  });
  printTable({
    header: ["per chunk", ...Object.keys(found.perChunk)],
    rows: [[`${found.chunks} chunks`, ...Object.values(found.perChunk).map((count) => count.toFixed(2))]],
  });
  writeResults("extraction", { seed: SEED, chunks: found.chunks, perChunk: found.perChunk, precision: results });
}

async function extractFrom(transcripts: readonly (readonly [file: string, Transcript])[]): Promise<Found> {
  await using extractor = createRulesExtractor();
  const { signal } = new AbortController();
  const relations: Item[] = [];
  const entities = new Map<
    string,
    { mentions: number; readonly types: Map<string, number>; readonly contexts: string[] }
  >();
  const totals = { mentions: 0, relations: 0, quotes: 0, aliases: 0 };
  let chunks = 0;
  for (const [file, transcript] of transcripts) {
    for (const chunk of chunkTranscript(transcript)) {
      const { extractions } = await extractor.extract([{ label: "chunk", turns: viewChunk(chunk) }], { signal });
      const extraction = extractions.get("chunk");
      if (extraction === undefined) throw new Error(`${file}: chunk ${chunk.ordinal} has no extraction.`);
      chunks += 1;
      for (const kind of Object.keys(totals) as (keyof typeof totals)[]) totals[kind] += extraction[kind].length;
      const quote = (span: Span): string => viewChunk(chunk)[span.turn]?.text.slice(span.start, span.end) ?? "";
      relations.push(...relationItems(file, chunk.startOffset, extraction, quote));
      countEntities(entities, extraction, quote);
    }
  }
  const perChunk = Object.fromEntries(Object.entries(totals).map(([kind, count]) => [kind, count / chunks]));
  return { relations, entities: entityItems(entities), chunks, perChunk };
}

function meetings(isDevelopment: boolean): string[] {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".txt"))
    .sort();
  return files.filter((file, position) => (position % 2 === 0 || DEVELOPED_ON.has(file)) === isDevelopment);
}

/** QMSum's files are lines of `Speaker: text`; read here without the parsers, so that changes of parsers do not affect judgements. */
function readMeeting(file: string): Transcript {
  const text = readFileSync(path.join(FOLDER, file), "utf8");
  const turns: Turn[] = [];
  for (const line of text.matchAll(/^([^:\n]+): (.+)$/gm)) {
    const [whole, speaker = ""] = line;
    const startOffset = line.index + speaker.length + 2;
    turns.push({
      index: turns.length,
      speaker,
      startMs: null,
      endMs: null,
      unitOffset: line.index,
      startOffset,
      endOffset: line.index + whole.length,
    });
  }
  return { format: "plain", text, turns };
}

function readUnseen(file: string): Transcript {
  const read = readTranscript(readFileSync(path.join(UNSEEN_FOLDER, file)), { file });
  if ("skipped" in read) throw new Error(`${file} is not read as a transcript: ${read.skipped}.`);
  return read.transcript;
}

function relationItems(
  file: string,
  chunkStart: number,
  extraction: Extraction,
  quote: (span: Span) => string,
): Item[] {
  return extraction.relations.map((relation) => {
    const { source, type, target, sourceType, targetType, polarity, span } = relation;
    const context = quote(span);
    // Joined by the words and not by the chunk, so that another chunker leaves judgements valid.
    const key = [file, source, type, target, polarity, context.slice(0, 80)].join(" | ");
    return {
      key,
      found: { source, sourceType, type, target, targetType, polarity, file, chunkStart: String(chunkStart) },
      context,
    };
  });
}

function countEntities(
  entities: Map<string, { mentions: number; readonly types: Map<string, number>; readonly contexts: string[] }>,
  extraction: Extraction,
  quote: (span: Span) => string,
): void {
  for (const mention of extraction.mentions) {
    const key = mention.name.toLowerCase();
    const entity = entities.get(key) ?? { mentions: 0, types: new Map<string, number>(), contexts: [] };
    entity.mentions += 1;
    entity.types.set(mention.type, (entity.types.get(mention.type) ?? 0) + 1);
    const sentence = extraction.sentences[mention.sentence ?? -1];
    if (entity.contexts.length < 2 && sentence !== undefined) entity.contexts.push(quote(sentence));
    entities.set(key, entity);
  }
}

function entityItems(
  entities: ReadonlyMap<
    string,
    { readonly mentions: number; readonly types: ReadonlyMap<string, number>; readonly contexts: readonly string[] }
  >,
): Item[] {
  return [...entities].flatMap(([name, { mentions, types, contexts }]) => {
    if (mentions < (name.includes(" ") ? MIN_MENTIONS.moreWords : MIN_MENTIONS.oneWord)) return [];
    const [type = "Concept"] = [...types].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))[0] ?? [];
    return [
      { key: `${name} | ${type}`, found: { name, type, mentions: String(mentions) }, context: contexts.join(" // ") },
    ];
  });
}

/** The sample of a seed: the items whose keys, hashed with it, come first. */
function draw(items: readonly Item[]): Item[] {
  const unique = new Map(items.map((item) => [item.key, item]));
  return [...unique.values()]
    .map((item) => ({ item, rank: hash(`${SEED} ${item.key}`) }))
    .toSorted((a, b) => a.rank - b.rank || a.item.key.localeCompare(b.item.key))
    .slice(0, SAMPLE)
    .map(({ item }) => item);
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value;
}

function readJudgements(name: string): ReadonlyMap<string, Judgement> {
  const lines = readFileSync(path.join(REPOSITORY, "bench", "judged", `${name}.jsonl`), "utf8").split("\n");
  return new Map(
    lines
      .filter((line) => line.trim() !== "")
      .map((line) => JSON.parse(line) as Judgement)
      .map((judgement) => [judgement.key, judgement]),
  );
}

function precision(name: string, sample: readonly Item[], judgements: ReadonlyMap<string, Judgement>) {
  const missing = sample.filter(({ key }) => !judgements.has(key));
  if (missing.length > 0) {
    throw new Error(
      `${missing.length} of ${sample.length} drawn ${name} are not judged, the first is "${missing[0]?.key}". Run with --unjudged, judge them, and add them to bench/judged.`,
    );
  }
  const verdicts = sample.flatMap(({ key }) => judgements.get(key) ?? []);
  const share = (passes: (judgement: Judgement) => boolean): number => verdicts.filter(passes).length / verdicts.length;
  return {
    name,
    drawn: sample.length,
    right: share(({ verdict }) => verdict === "right"),
    lenient: share(({ verdict }) => verdict !== "wrong"),
    typed: verdicts.filter(({ typed }) => typed).length / verdicts.filter(({ verdict }) => verdict !== "wrong").length,
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

await main(process.argv[2]);
