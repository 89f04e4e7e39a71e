import { Check, Copy, Play } from "lucide-react";
import { useState } from "react";
import { clock } from "../../text/format.ts";
import { strings } from "../../text/strings.ts";
import { transcript as words } from "../../text/transcript.ts";
import { Anchor, isPlain } from "./anchor.tsx";
import { useCopyCitation } from "./use-copy.ts";
import { useReading } from "./reader-context.ts";
import type { ShownTurn } from "./turns.ts";
import styles from "./turn.module.css";

/** The time of a turn, as a link to its words. Without a time, a sign is the link. */
export function TurnTime({ turn }: { readonly turn: ShownTurn }) {
  const { addresses, seek } = useReading();
  const { startMs, approximate, startOffset, endOffset, chunk } = turn;
  const time = startMs === null ? null : clock(startMs);
  return (
    <Anchor
      href={addresses.ofWords({ chunk, startOffset, endOffset })}
      className={styles.time}
      aria-label={time === null ? words.turn.link : undefined}
      title={approximate === true ? `${words.turn.link} (${strings.approximate})` : words.turn.link}
      onClick={(event) => {
        if (startMs !== null && isPlain(event)) seek?.(startMs);
      }}
    >
      {time === null ? <span className={styles.sign}>¶</span> : <time>{approximate === true ? `~${time}` : time}</time>}
    </Anchor>
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
