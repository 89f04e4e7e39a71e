import type { Transcript } from "colloquy/api";
import { type ReactNode, type RefObject, useEffect, useMemo } from "react";
import { transcript as words } from "../../text/transcript.ts";
import { overlaps, type Range } from "./address.ts";
import { Chunk, ChunkPlace } from "./chunk.tsx";
import type { Find, Looking } from "./use-find.ts";
import { copySelection } from "./use-copy.ts";
import { usePrinting } from "./use-printing.ts";
import type { Rows as RowsState } from "./use-rows.ts";
import type { Text } from "./use-text.ts";
import styles from "./rows.module.css";
import turn from "./turn.module.css";
import wordsStyles from "./words.module.css";

interface RowsProps {
  readonly rows: RowsState;
  readonly text: Text;
  readonly transcript: Transcript;
  readonly find: Find;
  readonly looking: Looking;
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Has the width and the style of the words of a turn. */
  readonly probe: RefObject<HTMLParagraphElement | null>;
  readonly heading: ReactNode;
  readonly target: Range | null;
  readonly spoken: number | null;
}

const NO_HITS: readonly Range[] = [];

/** The text: the chunks near the window, each at its place. On paper all that has been read. */
export function Rows({ rows, text, transcript, find, looking, scroller, probe, heading, target, spoken }: RowsProps) {
  const { chunks: outline } = transcript;
  const speakers = useMemo(
    () => (looking.speaker === undefined ? null : new Set([looking.speaker])),
    [looking.speaker],
  );
  const isPrinting = usePrinting();
  const items = rows.getVirtualItems();
  const { startIndex: first, endIndex: last } = rows.range ?? { startIndex: 0, endIndex: 0 };
  const { need } = text;
  useEffect(() => need(first, last), [need, first, last]);

  const contents = (index: number, size: number): ReactNode => {
    const chunk = text.chunks[index];
    const place = outline[index];
    if (chunk === undefined || place === undefined) return isPrinting ? null : <ChunkPlace height={size} />;
    const within = (range: Range | null): Range | null => (range !== null && overlaps(range, place) ? range : null);
    return (
      <Chunk
        chunk={chunk}
        before={text.chunks[index - 1]?.turns.at(-1) ?? null}
        target={within(target)}
        hits={find.byChunk[index] ?? NO_HITS}
        hit={within(find.hit)}
        speakers={speakers}
        spoken={spoken !== null && spoken >= place.startOffset && spoken < place.endOffset ? spoken : null}
      />
    );
  };
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="region"
      aria-label={words.text}
      tabIndex={0}
      onCopy={copySelection}
      data-scroll-restoration-id="transcript"
    >
      {heading}
      <div className={styles.column}>
        <div className={`${turn.turn} ${styles.probe}`} aria-hidden>
          <span />
          <p ref={probe} className={wordsStyles.words} />
        </div>
        {isPrinting ? (
          outline.map(({ id }, index) => <div key={id}>{contents(index, 0)}</div>)
        ) : (
          <div ref={rows.containerRef} className={styles.rows}>
            {items.map(({ key, index, size }) => (
              <div key={key} ref={rows.measureElement} data-index={index} className={styles.row}>
                {contents(index, size)}
              </div>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}
