import type { Transcript } from "colloquy/api";
import { PanelRight } from "lucide-react";
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { Button } from "../../parts/button.tsx";
import { titleOf } from "../../text/format.ts";
import { transcript as words } from "../../text/transcript.ts";
import { type Range, targetOf } from "./address.ts";
import { Drawer } from "./drawer.tsx";
import { FindBar } from "./find-bar.tsx";
import { Heading } from "./heading.tsx";
import { MarkPopover } from "./mark-popover.tsx";
import { useMarkChoice } from "./marks-choice.ts";
import { MarksMenu } from "./marks-menu.tsx";
import { Player } from "./player.tsx";
import { type OpenedMarks, type Reading, ReadingContext, speakersByLabel } from "./reader-context.ts";
import { Rows } from "./rows.tsx";
import { Side } from "./side.tsx";
import { keptPlace, topOffset, useKeptPlace } from "./use-place.ts";
import { useAddresses } from "./use-addresses.ts";
import { type Looking, useFind } from "./use-find.ts";
import { onReaderScroll, useJump } from "./use-jump.ts";
import { useLayout, useMeasures } from "./use-measures.ts";
import { usePlayer } from "./use-player.ts";
import { useHeight, useRows } from "./use-rows.ts";
import { useText } from "./use-text.ts";
import { wholeTurn } from "./turns.ts";
import styles from "./reader.module.css";

interface ReaderProps {
  readonly workspace: string;
  readonly transcript: Transcript;
  readonly at: string | undefined;
  readonly chunk: string | undefined;
  readonly visit: string | number | undefined;
  readonly isPage: boolean;
  readonly looking: Looking;
  readonly look: (looking: Looking) => void;
}

/** A transcript with its tools, its text, what it contains, and its recording. */
export function Reader({ workspace, transcript, at, chunk, visit, isPage, looking, look }: ReaderProps) {
  const [pane, scroller, probe, heading, field] = [
    useRef<HTMLElement>(null),
    useRef<HTMLDivElement>(null),
    useRef<HTMLParagraphElement>(null),
    useRef<HTMLDivElement>(null),
    useRef<HTMLInputElement>(null),
  ];
  const layout = useLayout(pane);
  const measures = useMeasures(probe, layout);
  const text = useText(workspace, transcript);
  const rows = useRows({ transcript, scroller, measures, above: useHeight(heading) });
  const jump = useJump(rows, scroller, transcript.chunks);
  const player = usePlayer(transcript, text);
  const [marks] = useMarkChoice();
  const [opened, setOpened] = useState<OpenedMarks | null>(null);
  const target = useMemo(() => targetOf(transcript, { at, chunk }), [transcript, at, chunk]);

  const { range } = target;
  // A find that the address has begins where the reader begins, and leaves the words of the address in view.
  const begin = useRef<number | null>(range?.startOffset ?? keptPlace(transcript.id));
  const from = useCallback(() => begin.current ?? (scroller.current === null ? 0 : topOffset(scroller.current)), []);
  const show = useCallback(
    (hit: Range) => {
      if (begin.current === null || range === null) jump(hit);
    },
    [jump, range],
  );
  const find = useFind({ text, transcript, looking, from, show });
  const hasBegun = !find.isActive || find.hit !== null;
  useEffect(() => {
    if (hasBegun) begin.current = null;
  }, [hasBegun]);
  const arrive = useEffectEvent(() => {
    if (range !== null) jump(range, { focus: isPage });
  });
  useEffect(() => arrive(), [range?.startOffset, range?.endOffset, visit]);
  useKeptPlace({ transcript, scroller, jump, isWanted: isPage && at === undefined });

  const { spoken, isFollowing, follow } = player;
  useEffect(() => {
    if (spoken !== null && isFollowing) jump({ startOffset: spoken, endOffset: spoken + 1 });
  }, [spoken, isFollowing, jump]);
  useEffect(() => onReaderScroll(scroller.current, () => follow(false)), [follow]);

  const hasMedia = transcript.media !== null;
  const { play, seek } = player;
  const { chunks, entities } = text;
  const addresses = useAddresses(workspace, transcript.file);
  const reading = useMemo<Reading>(
    () => ({
      workspace,
      transcript,
      entities,
      speakers: speakersByLabel(transcript.speakers),
      addresses,
      layout,
      marks,
      open: setOpened,
      whole: (turn) => wholeTurn(chunks, turn),
      play: hasMedia ? play : null,
      seek: hasMedia ? seek : null,
    }),
    [workspace, transcript, entities, addresses, layout, marks, chunks, hasMedia, play, seek],
  );
  const leave = useCallback(() => scroller.current?.focus({ preventScroll: true }), []);
  useFindKey(field, isPage);

  // The title is repeated above the text when it is scrolled away.
  const isScrolled = (rows.range?.startIndex ?? 0) > 0;
  const side = (close?: () => void) => (
    <Side
      transcript={transcript}
      looking={looking}
      look={(changed) => {
        look(changed);
        close?.();
      }}
      current={rows.range?.startIndex ?? 0}
      goTo={(offset) => {
        jump({ startOffset: offset, endOffset: offset + 1 }, { to: "top" });
        close?.();
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
        <div className={styles.tools}>
          <p className={styles.where} data-shown={isScrolled || undefined} aria-hidden>
            {titleOf(transcript.file)}
          </p>
          <FindBar
            input={field}
            find={find}
            looking={looking}
            look={look}
            entity={looking.entity === undefined ? null : (nameOf(transcript, entities, looking.entity) ?? "…")}
            progress={text.progress}
            leave={leave}
          />
          <MarksMenu />
          {layout === "wide" ? null : (
            <Drawer
              trigger={
                <Button kind="quiet" aria-label={words.contents}>
                  <PanelRight size={16} aria-hidden />
                  <span className={styles.word}>{words.contents}</span>
                </Button>
              }
            >
              {side}
            </Drawer>
          )}
        </div>
        <Rows
          {...{ rows, text, transcript, find, looking, scroller, probe, spoken, target: range }}
          heading={
            <Heading
              ref={heading}
              transcript={transcript}
              notice={target.notice}
              isPage={isPage}
              error={text.error}
              retry={text.retry}
            />
          }
        />
        {layout === "wide" ? (
          <aside className={styles.side} aria-label={words.contents}>
            {side()}
          </aside>
        ) : null}
        {transcript.media === null ? null : <Player media={transcript.media} player={player} />}
      </article>
      <MarkPopover
        opened={opened}
        close={() => setOpened(null)}
        stepThrough={(entity) => look({ entity, find: undefined })}
      />
    </ReadingContext>
  );
}

/** What stands beside the words: times and names, times alone, or nothing. */
function gutterOf({ speakers, chunks }: Transcript): "names" | "times" | "none" {
  if (speakers.length > 0) return "names";
  return chunks.some(({ startMs }) => startMs !== null) ? "times" : "none";
}

function nameOf({ entities }: Transcript, named: Reading["entities"], id: string): string | undefined {
  return named.get(id)?.name ?? entities.find((entity) => entity.id === id)?.name;
}

/** Ctrl+F finds in the whole transcript: the browser's own find sees only what is in the page. A second press is the browser's. */
function useFindKey(field: React.RefObject<HTMLInputElement | null>, isPage: boolean): void {
  useEffect(() => {
    if (!isPage) return;
    const press = (event: KeyboardEvent): void => {
      const isFind =
        (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "f";
      const input = field.current;
      if (!isFind || input === null || document.activeElement === input) return;
      event.preventDefault();
      input.focus();
      input.select();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [field, isPage]);
}
