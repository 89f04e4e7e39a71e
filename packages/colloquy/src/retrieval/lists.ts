import { z } from "zod";
import { type ChunkRow, type EntityRow, foldCase } from "../model/index.ts";
import type {
  EntityPosition,
  GraphReader,
  Ledger,
  ListedSpeaker,
  ListedTranscript,
  Page,
  SpeakerPosition,
  TranscriptPosition,
} from "../ports/index.ts";
import { type Listing, type ListOptions, type PagedList, readListing } from "./listing.ts";
import { entityPosition } from "./positions.ts";
import { checkRange, isInRange, type TranscriptRange } from "./transcript-range.ts";

/** Opens the ledger, reads it and closes it. */
export type ReadLedger = <Result>(read: (ledger: Ledger) => Promise<Result>) => Promise<Result>;

/** Entities, the most mentioned first. The type is written as in the graph. */
export function entityList(graph: GraphReader, type: string | undefined): PagedList<EntityRow, EntityPosition> {
  const filter = type === undefined ? {} : { type };
  return {
    name: type === undefined ? "entities" : `entities ${foldCase(type)}`,
    position: z.object({ mentions: z.number(), name: z.string(), id: z.string() }),
    positionOf: entityPosition,
    read: (page) => graph.entities({ ...page, ...filter }),
  };
}

/** As `entityList`, for a type in any case. */
export async function listEntities(
  graph: GraphReader,
  { type, ...options }: ListOptions & { readonly type?: string },
): Promise<Listing<EntityRow>> {
  const listing = await readListing(entityList(graph, type), options);
  if (type === undefined || listing.items.length > 0) return listing;
  const types = Object.keys((await graph.counts(options)).byType.entities);
  const written = types.find((each) => foldCase(each) === foldCase(type));
  return written === undefined ? listing : readListing(entityList(graph, written), options);
}

export function transcriptList(readLedger: ReadLedger): PagedList<ListedTranscript, TranscriptPosition> {
  return {
    name: "transcripts",
    position: z.object({ file: z.string(), id: z.string() }),
    positionOf: ({ file, id }) => ({ file, id }),
    read: ({ after = null, ...page }) => readLedger((ledger) => ledger.listTranscripts({ ...page, after })),
  };
}

export function speakerList(readLedger: ReadLedger): PagedList<ListedSpeaker, SpeakerPosition> {
  return {
    name: "speakers",
    position: z.object({ turns: z.number(), name: z.string(), id: z.string() }),
    positionOf: ({ turns, name, id }) => ({ turns, name, id }),
    read: ({ after = null, ...page }) => readLedger((ledger) => ledger.listSpeakers({ ...page, after })),
  };
}

/**
 * The chunks of a transcript in their order, in a range or all. Together they hold all of its turns, or all that are in the
 * range.
 */
export function chunkList(
  graph: GraphReader,
  transcript: string,
  range: TranscriptRange = {},
): PagedList<ChunkRow, number> {
  checkRange(range);
  return {
    name: `chunks ${transcript}`,
    position: z.number(),
    positionOf: ({ ordinal }) => ordinal,
    read: (page) => chunksInRange(graph, transcript, range, page),
  };
}

const CHUNKS_AT_ONCE = 100;

/** Reads on until a page is full, because only the store's order is known, not where the range begins. */
async function chunksInRange(
  graph: GraphReader,
  transcript: string,
  range: TranscriptRange,
  { limit, after, ...options }: Page<number>,
): Promise<readonly ChunkRow[]> {
  const found: ChunkRow[] = [];
  for (let last = after; ;) {
    const page = { ...options, limit: Math.max(limit, CHUNKS_AT_ONCE), ...(last === undefined ? {} : { after: last }) };
    const rows = await graph.transcriptChunks(transcript, page);
    found.push(...rows.filter((row) => isInRange(row, range)));
    last = rows.at(-1)?.ordinal;
    if (found.length >= limit || rows.length < page.limit) return found.slice(0, limit);
  }
}
