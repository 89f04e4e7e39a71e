import { chunkId, entityId, evidenceId, relationshipId, transcriptId } from "../../packages/colloquy/src/model/ids.ts";
import type {
  ChunkRow,
  EntityRow,
  Evidence,
  EvidenceRow,
  GraphRow,
  MentionRow,
  RelationshipRow,
  TranscriptRow,
} from "../../packages/colloquy/src/model/index.ts";
import { randomNumbers } from "../throughput/workload.ts";

const FIRST = ["Amber", "Quiet", "Northern", "Early", "Shared", "Hidden", "Public", "Slow", "Winter", "Open"];
const SECOND = ["harbour", "budget", "signal", "garden", "archive", "market", "bridge", "school", "river", "method"];
const TYPES = ["Concept", "Concept", "Concept", "Topic", "Organization", "Place", "Person"];
const RELATIONS = { CAUSES: "causes", ENABLES: "enables", REQUIRES: "requires", REDUCES: "reduces" } as const;
const SPEAKERS = 50;
const RELATIONS_OF_EACH = 3;
const SENTENCES_A_CHUNK = 40;
const CHUNKS_A_FILE = 40;
/** Most relations are between entities with near numbers, so that there are communities; the others are with hubs. */
const NEAR = { share: 0.7, most: 40 };

/**
 * The rows of a graph with so many entities and three times as many relationships, each with one sentence: "Amber harbour 12
 * causes Quiet budget 7." The first entities are hubs: a third of the relationships is theirs.
 */
export function* madeGraph(workspace: string, entities: number): Generator<GraphRow> {
  const random = randomNumbers(entities);
  const ids = Array.from({ length: entities }, (_, index) => entityId(nameOf(index)));
  const mentions = new Uint32Array(entities);
  const seen = new Set<string>();
  let chunk = newChunk(workspace, 0);
  for (let made = 0; made < entities * RELATIONS_OF_EACH;) {
    const source = made % entities;
    const target = partnerOf(source, entities, random);
    const type = Object.keys(RELATIONS)[Math.floor(random() * 4)] as keyof typeof RELATIONS;
    const key = `${source} ${type} ${target}`;
    if (target === source || seen.has(key)) continue;
    seen.add(key);
    chunk.add({ source, type, target });
    for (const each of [source, target]) mentions[each] = (mentions[each] ?? 0) + 1;
    made += 1;
    if (chunk.size < SENTENCES_A_CHUNK && made < entities * RELATIONS_OF_EACH) continue;
    yield* chunk.rows(ids);
    chunk = newChunk(workspace, chunk.number + 1);
  }
  for (const [index, id] of ids.entries())
    yield {
      kind: "entity",
      id,
      name: nameOf(index),
      type: TYPES[index % TYPES.length] as string,
      aliases: [],
      mentions: mentions[index] as number,
      transcripts: 1,
    } satisfies EntityRow;
}

interface Said {
  readonly source: number;
  readonly type: keyof typeof RELATIONS;
  readonly target: number;
}

function partnerOf(source: number, entities: number, random: () => number): number {
  if (random() > NEAR.share) return Math.floor(entities * random() ** 4);
  return (source + 1 + Math.floor(random() * NEAR.most)) % entities;
}

function nameOf(index: number): string {
  return `${FIRST[index % 10]} ${SECOND[Math.floor(index / 10) % 10]} ${index}`;
}

/** A chunk that is being written. */
function newChunk(workspace: string, number: number) {
  const said: Said[] = [];
  return {
    number,
    get size(): number {
      return said.length;
    },
    add(each: Said): void {
      said.push(each);
    },
    rows: (ids: readonly string[]): readonly GraphRow[] => rowsOf({ workspace, number, said, ids }),
  };
}

function rowsOf({
  workspace,
  number,
  said,
  ids,
}: {
  readonly workspace: string;
  readonly number: number;
  readonly said: readonly Said[];
  readonly ids: readonly string[];
}): readonly GraphRow[] {
  const ordinal = number % CHUNKS_A_FILE;
  const file = `made-${Math.floor(number / CHUNKS_A_FILE)}.txt`;
  const transcript = transcriptId(workspace, "made", file);
  const speaker = `Speaker ${(number % SPEAKERS) + 1}`;
  const sentences = said.map(({ source, type, target }) => `${nameOf(source)} ${RELATIONS[type]} ${nameOf(target)}.`);
  const text = sentences.join(" ");
  const startOffset = ordinal * 10_000;
  const endOffset = startOffset + text.length;
  const chunk = chunkId(transcript, startOffset, endOffset, text);
  const times = { startMs: null, endMs: null };
  const words = (from: number, length: number): Evidence => ({
    file,
    chunk,
    speaker,
    ...times,
    startOffset: startOffset + from,
    endOffset: startOffset + from + length,
    text: text.slice(from, from + length),
    polarity: "stated",
  });
  const mention = (entity: number, from: number): MentionRow => {
    const evidence = words(from, nameOf(entity).length);
    const id = ids[entity] as string;
    return {
      kind: "mention",
      id: evidenceId(id, chunk, evidence.startOffset, evidence.endOffset),
      entity: id,
      evidence,
    };
  };
  let from = 0;
  const facts = said.flatMap(({ source, type, target }, index): GraphRow[] => {
    const sentence = sentences[index] as string;
    const id = relationshipId(ids[source] as string, type, ids[target] as string);
    const evidence = words(from, sentence.length);
    const targetFrom = from + sentence.length - 1 - nameOf(target).length;
    const rows: GraphRow[] = [
      mention(source, from),
      mention(target, targetFrom),
      {
        kind: "relationship",
        id,
        source: ids[source] as string,
        type,
        target: ids[target] as string,
        confidence: 0.8,
        count: 1,
        polarity: { stated: 1, negated: 0, question: 0, hypothetical: 0, implied: 0 },
      } satisfies RelationshipRow,
      {
        kind: "evidence",
        id: evidenceId(id, chunk, evidence.startOffset, evidence.endOffset),
        of: id,
        evidence,
      } satisfies EvidenceRow,
    ];
    from += sentence.length + 1;
    return rows;
  });
  const own: ChunkRow = {
    kind: "chunk",
    id: chunk,
    transcript,
    file,
    ordinal,
    startOffset,
    endOffset,
    speakers: [speaker],
    ...times,
    text,
    profile: "made",
  };
  const first: readonly TranscriptRow[] =
    ordinal === 0 ? [{ kind: "transcript", id: transcript, file, format: "text", turns: CHUNKS_A_FILE }] : [];
  return [...first, own, ...facts];
}
