import type { Transcript } from "colloquy/api";
import { useEffect, useMemo, useRef, useState } from "react";
import { indexAt, type Range } from "./address.ts";
import { findEntity, findWords, hitFrom } from "./hits.ts";
import type { Text } from "./use-text.ts";

/** What a reader looks for and emphasises. A view keeps it in its address. */
export interface Looking {
  readonly find?: string | undefined;
  /** Id of an entity whose places are stepped through. */
  readonly entity?: string | undefined;
  /** Label of the speaker whose words are emphasised. */
  readonly speaker?: string | undefined;
}

export interface Find {
  readonly isActive: boolean;
  readonly hits: readonly Range[];
  /** The hits of each chunk, by ordinal. */
  readonly byChunk: readonly (readonly Range[])[];
  readonly hit: Range | null;
  /** From 0; -1 if there is no hit. */
  readonly index: number;
  readonly step: (by: 1 | -1) => void;
}

interface FindOptions {
  readonly text: Text;
  readonly transcript: Transcript;
  readonly looking: Looking;
  /** The offset from which the first hit is looked for. */
  readonly from: () => number;
  readonly show: (hit: Range) => void;
}

const NONE: readonly Range[] = [];

/** Finds words or the places of an entity in the whole text, and goes from one to the next. */
export function useFind({ text, transcript, looking: { find, entity }, from, show }: FindOptions): Find {
  const isActive = find !== undefined || entity !== undefined;
  const { chunks, needAll, progress } = text;
  const hits = useMemo(
    () => (find !== undefined ? findWords(chunks, find) : entity !== undefined ? findEntity(chunks, entity) : NONE),
    [chunks, find, entity],
  );
  const byChunk = useMemo(() => groupByChunk(hits, transcript), [hits, transcript]);
  const [hit, setHit] = useState<Range | null>(null);
  useEffect(() => {
    if (isActive) needAll();
  }, [isActive, needAll]);

  const index = hit === null ? -1 : hits.findIndex(({ startOffset }) => startOffset === hit.startOffset);
  const isComplete = progress === 1;
  const looked = useRef<string | null>(null);
  useEffect(() => {
    const query = isActive ? JSON.stringify([find, entity]) : null;
    if (looked.current === query || (isActive && !isComplete)) return;
    looked.current = query;
    const first = hits[hitFrom(hits, from())] ?? null;
    setHit(first);
    if (first !== null) show(first);
  }, [isActive, isComplete, find, entity, hits, from, show]);

  const step = (by: 1 | -1): void => {
    const next = hits[(Math.max(index, by === 1 ? -1 : 0) + by + hits.length) % hits.length];
    if (next === undefined) return;
    setHit(next);
    show(next);
  };
  return { isActive, hits, byChunk, hit: index < 0 ? null : hit, index, step };
}

function groupByChunk(hits: readonly Range[], { chunks }: Transcript): readonly (readonly Range[])[] {
  const groups: Range[][] = [];
  for (const hit of hits) {
    const last = indexAt(chunks, hit.endOffset - 1);
    for (let index = indexAt(chunks, hit.startOffset); index <= last; index++) (groups[index] ??= []).push(hit);
  }
  return groups;
}
