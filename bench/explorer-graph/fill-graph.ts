import { openSqliteGraphStore } from "../../packages/colloquy/src/adapters/sqlite/index.ts";
import {
  chunkId,
  entityId,
  type EntityRow,
  type EvidenceRow,
  type Polarity,
  polarityCounts,
  relationshipId,
  type RelationshipRow,
  transcriptId,
} from "../../packages/colloquy/src/model/index.ts";
import { evidenceId } from "../../packages/colloquy/src/model/ids.ts";
import { randomNumbers } from "../throughput/workload.ts";

export const WORKSPACE = "graph";
const EPOCH = { marker: "bench", epoch: { identity: "bench", number: 1 } };
const ROWS_AT_ONCE = 2_000;
const TRANSCRIPTS = 2_000;
const SPEAKERS = 300;
const THEMES = 400;
/** Pieces of evidence of a relationship, at most. */
const MOST_EVIDENCE = 6;
const TYPES = ["CAUSES", "LEADS_TO", "REQUIRES", "REDUCES", "INFLUENCES", "IS_A", "RELATES_TO"];
const ENTITY_TYPES = ["Concept", "Concept", "Concept", "Person", "Practice", "Outcome", "Event", "Place"];
const POLARITIES: readonly Polarity[] = ["stated", "stated", "stated", "implied", "implied", "negated", "question"];
const SYLLABLES = ["ka", "lo", "mi", "ter", "van", "sol", "ri", "den", "pa", "nu", "gel", "fro"];

interface GraphSize {
  readonly entities: number;
  readonly relationships: number;
}

/**
 * Fills a store. Few entities are mentioned and connected often, as in graphs of talk; most relations are within a theme.
 * There are no mentions, because views of the graph read none.
 */
export async function fillGraph(file: string, { entities, relationships }: GraphSize): Promise<void> {
  await using store = openSqliteGraphStore(file, { workspace: WORKSPACE });
  await store.prepare();
  await store.begin(EPOCH);
  const random = randomNumbers(3);
  const rows = Array.from({ length: entities }, (_, index) => entityOf(index, random));
  for (const batch of batchesOf(rows)) await store.upsert("entity", batch);
  const seen = new Set<string>();
  for (let made = 0; made < relationships;) {
    const batch: { readonly relationship: RelationshipRow; readonly evidence: readonly EvidenceRow[] }[] = [];
    while (batch.length < ROWS_AT_ONCE && made < relationships) {
      const one = relationOf(rows, random);
      if (one === null || seen.has(one.relationship.id)) continue;
      seen.add(one.relationship.id);
      batch.push(one);
      made++;
    }
    await store.upsert(
      "relationship",
      batch.map(({ relationship }) => relationship),
    );
    await store.upsert(
      "evidence",
      batch.flatMap(({ evidence }) => evidence),
    );
  }
  await store.complete(EPOCH);
}

function entityOf(index: number, random: () => number): EntityRow {
  const word = (): string =>
    Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(SYLLABLES, random)).join("");
  const mentions = 1 + Math.floor(30_000 / (1 + index));
  return {
    kind: "entity",
    id: entityId(`entity ${index}`),
    name: `${word()} ${word()}`,
    type: pick(ENTITY_TYPES, random),
    aliases: [],
    mentions,
    transcripts: Math.min(TRANSCRIPTS, 1 + Math.floor(mentions / 3)),
  };
}

function relationOf(entities: readonly EntityRow[], random: () => number) {
  // The square of a random number: low numbers, which are frequent entities, are chosen more often.
  const one = Math.floor(random() ** 2 * entities.length);
  const near = one + THEMES * Math.floor((random() - 0.5) * 40);
  const other = random() < 0.8 ? near : Math.floor(random() ** 2 * entities.length);
  const [source, target] = [entities[one], entities[other]];
  if (source === undefined || target === undefined || source === target) return null;
  const type = pick(TYPES, random);
  const id = relationshipId(source.id, type, target.id);
  const count = 1 + Math.floor(random() ** 4 * MOST_EVIDENCE);
  const evidence = Array.from({ length: count }, (_, index) => evidenceOf(id, index, random));
  const said = Map.groupBy(evidence, (row) => row.evidence.polarity);
  const relationship: RelationshipRow = {
    kind: "relationship",
    id,
    source: source.id,
    type,
    target: target.id,
    confidence: 0.5 + random() / 2,
    count,
    polarity: polarityCounts((each) => said.get(each)?.length ?? 0),
  };
  return { relationship, evidence };
}

function evidenceOf(of: string, index: number, random: () => number): EvidenceRow {
  const file = `talks/${Math.floor(random() * TRANSCRIPTS)}.txt`;
  const startOffset = Math.floor(random() * 50_000);
  const endOffset = startOffset + 60;
  const chunk = chunkId(transcriptId(WORKSPACE, "bench", file), startOffset, endOffset, of);
  return {
    kind: "evidence",
    id: evidenceId(of, chunk, startOffset + index, endOffset),
    of,
    evidence: {
      file,
      chunk,
      speaker: `Speaker ${Math.floor(random() * SPEAKERS)}`,
      startMs: startOffset * 60,
      endMs: endOffset * 60,
      startOffset,
      endOffset,
      text: "words that say that one thing leads to the other one",
      polarity: pick(POLARITIES, random),
    },
  };
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

function* batchesOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += ROWS_AT_ONCE) yield items.slice(start, start + ROWS_AT_ONCE);
}
