import { Check, Copy, Play } from "lucide-react";
import { type MouseEvent, useState } from "react";
import { TranscriptLink } from "../../parts/links.tsx";
import { clock } from "../../text/format.ts";
import { strings } from "../../text/strings.ts";
import { transcript as words } from "../../text/transcript.ts";
import { useCopyCitation } from "./use-copy.ts";
import { useReading } from "./reader-context.ts";
import type { ShownTurn } from "./turns.ts";
import styles from "./turn.module.css";

/** The time of a turn, as a link to its words. Without a time, a sign is the link. */
export function TurnTime({ turn }: { readonly turn: ShownTurn }) {
  const { transcript, seek } = useReading();
  const { startMs, approximate, startOffset, endOffset, chunk } = turn;
  const place = { file: transcript.file, chunk, startOffset, endOffset };
  const click = (event: MouseEvent): void => {
    if (startMs !== null && !event.ctrlKey && !event.metaKey && !event.shiftKey) seek?.(startMs);
  };
  const time = startMs === null ? null : clock(startMs);
  return (
    <span className={styles.time} onClick={click} title={approximate === true ? strings.approximate : words.turn.link}>
      <TranscriptLink place={place} className={styles.timeLink} {...(time === null ? { label: words.turn.link } : {})}>
        {time === null ? (
          <span className={styles.sign}>¶</span>
        ) : (
          <time>{approximate === true ? `~${time}` : time}</time>
        )}
      </TranscriptLink>
    </span>
  );
}

/** What can be done with a turn. Shown when the turn is pointed at or has the focus. */
export function TurnActions({ turn }: { readonly turn: ShownTurn }) {
  const { play } = useReading();
  const copy = useCopyCitation();
  const [copied, setCopied] = useState<"yes" | "failed" | null>(null);
  const { startMs } = turn;
  const press = async (): Promise<void> => {
    setCopied((await copy(turn)) ? "yes" : "failed");
  };
  const said = copied === "yes" ? words.turn.copied : words.turn.notCopied;
  return (
    <span className={styles.actions} onMouseLeave={() => setCopied(null)}>
      {play === null || startMs === null ? null : (
        <button
          type="button"
          className={styles.action}
          aria-label={words.turn.play(clock(startMs))}
          title={words.turn.play(clock(startMs))}
          onClick={() => play(startMs)}
        >
          <Play size={14} aria-hidden />
        </button>
      )}
      <button
        type="button"
        className={styles.action}
        aria-label={words.turn.copy}
        title={words.turn.copy}
        onClick={() => void press()}
        onBlur={() => setCopied(null)}
      >
        {copied === "yes" ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      </button>
      <span role="status" className={copied === "failed" ? styles.said : "visually-hidden"}>
        {copied === null ? "" : said}
      </span>
    </span>
  );
}
