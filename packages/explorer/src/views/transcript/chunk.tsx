import type { AnnotatedChunk } from "colloquy/api";
import { memo, useMemo } from "react";
import { overlaps, type Range } from "./address.ts";
import { Turn } from "./turn.tsx";
import { shownTurns, type TurnBefore } from "./turns.ts";
import styles from "./chunk.module.css";

/** What changes while a transcript is read, for the turns of a chunk. */
export interface ChunkState {
  readonly target: Range | null;
  readonly hits: readonly Range[];
  readonly hit: Range | null;
  /** The label whose words are emphasised. */
  readonly speakers: ReadonlySet<string> | null;
  /** The offset of the turn that the recording plays. */
  readonly spoken: number | null;
}

const NO_HITS: readonly Range[] = [];

interface ChunkProps extends ChunkState {
  readonly chunk: AnnotatedChunk;
  readonly before: TurnBefore | null;
}

/** The turns of a chunk. */
export const Chunk = memo(function Chunk({ chunk, before, target, hits, hit, speakers, spoken }: ChunkProps) {
  const turns = useMemo(() => shownTurns(chunk, before), [chunk, before]);
  return turns.map((turn) => {
    const unit = { startOffset: turn.unitOffset, endOffset: turn.endOffset };
    const own = hits.filter((each) => overlaps(each, turn));
    return (
      <Turn
        key={turn.startOffset}
        turn={turn}
        target={target !== null && overlaps(target, unit) ? target : null}
        hits={own.length === 0 ? NO_HITS : own}
        hit={hit !== null && overlaps(hit, turn) ? hit : null}
        isFaint={speakers !== null && !speakers.has(turn.speaker ?? "")}
        isSpoken={spoken === turn.startOffset}
      />
    );
  });
});

/** Holds the place of a chunk whose words are being read. */
export function ChunkPlace({ height }: { readonly height: number }) {
  return <div className={styles.place} style={{ height }} aria-hidden />;
}
