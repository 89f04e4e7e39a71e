import { useQueries, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import type { AnnotatedChunk, EntityReference, Transcript, TranscriptText } from "colloquy/api";
import { useCallback, useEffect, useRef, useState } from "react";
import { transcriptTextQuery, workspaceKey } from "../../api/queries.ts";
import { BLOCK, blockCount, neededBlocks, nextBlocks } from "./blocks.ts";

/** The text of a transcript as far as it has been read. */
export interface Text {
  /** By ordinal; undefined while it is not there. */
  readonly chunks: readonly (AnnotatedChunk | undefined)[];
  readonly entities: ReadonlyMap<string, EntityReference>;
  /** From 0 to 1. */
  readonly progress: number;
  readonly error: Error | null;
  /** Says which chunks are shown, so that they are read. */
  readonly need: (from: number, to: number) => void;
  /** Reads all of it. */
  readonly needAll: () => void;
  readonly retry: () => void;
}

/** Reads the text in blocks: those that were needed once, and none again until the workspace changes. */
export function useText(workspace: string, transcript: Transcript): Text {
  const { id, chunks } = transcript;
  const [needed, setNeeded] = useState<ReadonlySet<number>>(() => new Set(neededBlocks(chunks.length, 0, 0)));
  const [isAllNeeded, setAllNeeded] = useState(false);
  const add = useCallback((blocks: readonly number[]): void => {
    setNeeded((before) => (blocks.every((block) => before.has(block)) ? before : new Set([...before, ...blocks])));
  }, []);
  const read = useQueries({
    queries: Array.from({ length: blockCount(chunks.length) }, (_, block) => ({
      ...transcriptTextQuery(workspace, id, block * BLOCK, BLOCK),
      staleTime: Number.POSITIVE_INFINITY,
      enabled: needed.has(block),
    })),
    combine: useCallback((blocks: UseQueryResult<TranscriptText>[]) => combine(blocks, chunks.length), [chunks.length]),
  });
  useFreshness(workspace, transcript, read.chunks);
  useEffect(() => {
    if (isAllNeeded) add(nextBlocks(read.missing, needed));
  }, [isAllNeeded, add, read.missing, needed]);
  return {
    ...read,
    need: useCallback((from, to) => add(neededBlocks(chunks.length, from, to)), [add, chunks.length]),
    needAll: useCallback(() => setAllNeeded(true), []),
  };
}

function combine(blocks: readonly UseQueryResult<TranscriptText>[], count: number) {
  const chunks = Array.from<AnnotatedChunk | undefined>({ length: count });
  const entities = new Map<string, EntityReference>();
  for (const { data } of blocks) {
    for (const chunk of data?.chunks ?? []) if (chunk.ordinal < count) chunks[chunk.ordinal] = chunk;
    for (const [id, entity] of Object.entries(data?.entities ?? {})) entities.set(id, entity);
  }
  const missing = blocks.flatMap(({ data }, block) => (data === undefined ? [block] : []));
  return {
    chunks,
    entities,
    missing,
    progress: blocks.length === 0 ? 1 : 1 - missing.length / blocks.length,
    error: blocks.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const block of blocks) if (block.error !== null) void block.refetch();
    },
  };
}

/** Reads everything anew, once, when a run changed the transcript between the outline and the text. */
function useFreshness(workspace: string, { id, chunks }: Transcript, text: Text["chunks"]): void {
  const client = useQueryClient();
  const tried = useRef<unknown>(null);
  const isChanged = text.some((chunk, ordinal) => chunk !== undefined && chunk.chunk !== chunks[ordinal]?.id);
  useEffect(() => {
    if (!isChanged || tried.current === id) return;
    tried.current = id;
    void client.invalidateQueries({ queryKey: [...workspaceKey(workspace), "transcripts"] });
  }, [client, workspace, id, isChanged]);
}
