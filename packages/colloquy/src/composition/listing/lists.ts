import { z } from "zod";
import { type EntityRow, foldCase } from "../../model/index.ts";
import type {
  EntityPosition,
  GraphReader,
  Ledger,
  ListedSpeaker,
  ListedTranscript,
  SpeakerPosition,
  TranscriptPosition,
} from "../../ports/index.ts";
import type { PagedList } from "./cursor.ts";

/** Reads a ledger that is opened for this one use. */
export type ReadLedger = <Result>(read: (ledger: Ledger) => Promise<Result>) => Promise<Result>;

/** The most mentioned first. A type is named as it is written in the graph. */
export function entityList(graph: GraphReader, type: string | undefined): PagedList<EntityRow, EntityPosition> {
  const filter = type === undefined ? {} : { type };
  return {
    name: type === undefined ? "entities" : `entities ${foldCase(type)}`,
    position: z.object({ mentions: z.number(), name: z.string(), id: z.string() }),
    positionOf: ({ mentions, name, id }) => ({ mentions, name, id }),
    read: ({ after, limit }) => graph.entities({ limit, ...filter, ...(after === null ? {} : { after }) }),
  };
}

export function transcriptList(readLedger: ReadLedger): PagedList<ListedTranscript, TranscriptPosition> {
  return {
    name: "transcripts",
    position: z.object({ file: z.string(), id: z.string() }),
    positionOf: ({ file, id }) => ({ file, id }),
    read: (page) => readLedger((ledger) => ledger.listTranscripts(page)),
  };
}

export function speakerList(readLedger: ReadLedger): PagedList<ListedSpeaker, SpeakerPosition> {
  return {
    name: "speakers",
    position: z.object({ turns: z.number(), name: z.string(), id: z.string() }),
    positionOf: ({ turns, name, id }) => ({ turns, name, id }),
    read: (page) => readLedger((ledger) => ledger.listSpeakers(page)),
  };
}
