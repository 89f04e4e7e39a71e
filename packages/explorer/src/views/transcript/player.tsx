import type { Transcript } from "colloquy/api";
import { Maximize2, Minimize2 } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "../../parts/button.tsx";
import { transcript as words } from "../../text/transcript.ts";
import { useReading } from "./reader-context.ts";
import type { Player as PlayerState } from "./use-player.ts";
import styles from "./player.module.css";

const RATES = [1, 1.25, 1.5, 1.75, 2] as const;

interface PlayerProps {
  readonly media: NonNullable<Transcript["media"]>;
  readonly player: PlayerState;
}

/** The recording with its controls. The browser's own controls are used, because they fit every device. */
export function Player({ media: { kind, url }, player }: PlayerProps) {
  const [hasFailed, setFailed] = useState(false);
  const { layout } = useReading();
  const [isSmall, setSmall] = useState(layout === "narrow");
  const rate = useRef(1);
  const events = {
    src: url,
    controls: true,
    preload: "metadata",
    "aria-label": words.player.label,
    onTimeUpdate: player.moved,
    onSeeking: player.moved,
    onError: () => setFailed(true),
    onLoadedMetadata: () => setFailed(false),
    onPlay: () => {
      if (player.element.current !== null) player.element.current.playbackRate = rate.current;
    },
  } as const;
  const setElement = (element: HTMLMediaElement | null): void => {
    player.element.current = element;
  };
  return (
    <section
      className={styles.player}
      data-kind={kind}
      data-small={isSmall || undefined}
      aria-label={words.player.label}
    >
      {kind === "audio" ? (
        <audio ref={setElement} className={styles.audio} {...events} />
      ) : (
        <video ref={setElement} className={styles.video} playsInline {...events} />
      )}
      <div className={styles.controls}>
        <label className={styles.rate}>
          {words.player.rate}{" "}
          <select
            defaultValue={1}
            onChange={({ target }) => {
              rate.current = Number(target.value);
              if (player.element.current !== null) player.element.current.playbackRate = rate.current;
            }}
          >
            {RATES.map((each) => (
              <option key={each} value={each}>
                {words.player.rateOf(each)}
              </option>
            ))}
          </select>
        </label>
        <Button
          kind="quiet"
          className={styles.toggle}
          aria-pressed={player.isFollowing}
          title={words.player.followLong}
          onClick={() => player.follow(!player.isFollowing)}
        >
          {words.player.follow}
        </Button>
        {kind === "audio" ? null : (
          <Button
            kind="quiet"
            className={styles.toggle}
            aria-label={isSmall ? words.player.larger : words.player.smaller}
            onClick={() => setSmall(!isSmall)}
          >
            {isSmall ? <Maximize2 size={14} aria-hidden /> : <Minimize2 size={14} aria-hidden />}
          </Button>
        )}
      </div>
      {hasFailed ? (
        <p className={styles.failed} role="alert">
          {words.player.failed}
        </p>
      ) : null}
    </section>
  );
}
