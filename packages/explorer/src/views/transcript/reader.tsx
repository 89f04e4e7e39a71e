import type { Transcript } from "colloquy/api";
import { useEffect, useMemo, useRef } from "react";
import { Problem } from "../../parts/problem.tsx";
import { transcript as words } from "../../text/transcript.ts";
import { targetOf } from "./address.ts";
import { Heading } from "./heading.tsx";
import { MarkPopover } from "./mark-popover.tsx";
import { PaneTitle } from "./pane-title.tsx";
import { Player } from "./player.tsx";
import { ReadingContext } from "./reader-context.ts";
import { Rows } from "./rows.tsx";
import { Side } from "./side.tsx";
import { Tools } from "./tools.tsx";
import { useArrival } from "./use-arrival.ts";
import type { Looking } from "./use-find.ts";
import { onReaderScroll, useJump } from "./use-jump.ts";
import { useLayout, useMeasures } from "./use-measures.ts";
import { usePlayer } from "./use-player.ts";
import { useNewReading } from "./use-reading.ts";
import { useHeight, useRows } from "./use-rows.ts";
import { useText } from "./use-text.ts";
import styles from "./reader.module.css";

interface ReaderProps {
  readonly workspace: string;
  readonly transcript: Transcript;
  readonly at: string | undefined;
  readonly chunk: string | undefined;
  readonly visit: string | number | undefined;
  readonly isPage: boolean;
  readonly onClose: (() => void) | undefined;
  readonly looking: Looking;
  readonly look: (looking: Looking) => void;
}

/** A transcript with its tools, its text, what it contains, and its recording. */
export function Reader({ workspace, transcript, at, chunk, visit, isPage, onClose, looking, look }: ReaderProps) {
  const pane = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLParagraphElement>(null);
  const heading = useRef<HTMLDivElement>(null);
  const layout = useLayout(pane);
  const measures = useMeasures(probe, layout);
  const text = useText(workspace, transcript);
  const rows = useRows({ transcript, scroller, measures, above: useHeight(heading) });
  const jump = useJump({ rows, scroller, outline: transcript.chunks, text: text.chunks });
  const target = useMemo(() => targetOf(transcript, { at, chunk }), [transcript, at, chunk]);
  const named = useMemo(() => ({ ...target, isNamed: at !== undefined }), [target, at]);
  const sources = { transcript, text, scroller, rows, measures };
  const find = useArrival({ ...sources, jump, visit, isPage, looking, target: named });
  const player = usePlayer(transcript, text);
  const { reading, opened, close } = useNewReading({ workspace, transcript, text, layout, player });

  const { spoken, isFollowing, follow } = player;
  useEffect(() => {
    if (spoken !== null && isFollowing) jump({ startOffset: spoken, endOffset: spoken + 1 });
  }, [spoken, isFollowing, jump]);
  useEffect(() => onReaderScroll(scroller.current, () => follow(false)), [follow]);

  const current = rows.range?.startIndex ?? 0;
  const contents = (leave?: () => void) => (
    <Side
      transcript={transcript}
      looking={looking}
      look={(changed) => {
        look(changed);
        leave?.();
      }}
      current={current}
      goTo={(offset) => {
        jump({ startOffset: offset, endOffset: offset + 1 }, { to: "top" });
        leave?.();
      }}
    />
  );
  return (
    <ReadingContext value={reading}>
      <article
        ref={pane}
        className={styles.reader}
        data-layout={layout}
        data-gutter={gutterOf(transcript)}
        aria-label={words.label}
      >
        {isPage ? null : <PaneTitle place={{ file: transcript.file, chunk, ...target.range }} onClose={onClose} />}
        <Tools
          {...{ find, looking, look, isPage, scroller, contents }}
          progress={text.progress}
          // The title is repeated above the text when it is scrolled away.
          isScrolled={current > 0}
        />
        <Rows
          {...{ rows, text, transcript, find, looking, scroller, probe, spoken }}
          target={target.range}
          heading={<Heading ref={heading} {...{ transcript, isPage }} notice={target.notice} />}
        />
        {text.error === null ? null : (
          <div className={styles.failed}>
            <Problem error={text.error} retry={text.retry} />
          </div>
        )}
        {layout === "wide" ? (
          <aside className={styles.side} aria-label={words.contents}>
            {contents()}
          </aside>
        ) : null}
        {transcript.media === null ? null : <Player media={transcript.media} player={player} />}
      </article>
      <MarkPopover opened={opened} close={close} stepThrough={(entity) => look({ entity, find: undefined })} />
    </ReadingContext>
  );
}

/** What stands beside the words: times and names, times alone, or nothing. */
function gutterOf({ speakers, chunks }: Transcript): "names" | "times" | "none" {
  if (speakers.length > 0) return "names";
  return chunks.some(({ startMs }) => startMs !== null) ? "times" : "none";
}
