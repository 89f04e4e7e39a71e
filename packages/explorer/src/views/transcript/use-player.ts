import type { Transcript } from "colloquy/api";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { areSingleKeysOn } from "../../parts/single-keys.ts";
import { chunkAtTime, turnAtTime } from "./spoken.ts";
import type { Text } from "./use-text.ts";

export interface Player {
  readonly element: RefObject<HTMLMediaElement | null>;
  /** The offset of the turn that the recording is at; null before it was played. */
  readonly spoken: number | null;
  readonly isFollowing: boolean;
  readonly follow: (isFollowing: boolean) => void;
  readonly play: (ms: number) => void;
  readonly seek: (ms: number) => void;
  /** Says that the recording is at another time. */
  readonly moved: () => void;
}

const STEP_S = 10;

/** The recording of a transcript, and the turn at which it is. */
export function usePlayer({ chunks, media }: Transcript, text: Text): Player {
  const element = useRef<HTMLMediaElement>(null);
  const [ms, setMs] = useState<number | null>(null);
  const [isFollowing, follow] = useState(true);
  const moved = useCallback(() => {
    const { currentTime = 0 } = element.current ?? {};
    setMs(Math.round(currentTime * 1000));
  }, []);
  const seek = useCallback((to: number) => {
    if (element.current !== null) element.current.currentTime = to / 1000;
  }, []);
  const play = useCallback(
    (from: number) => {
      seek(from);
      follow(true);
      // A browser that refuses shows the recording as paused.
      element.current?.play().catch(() => undefined);
    },
    [seek],
  );
  useKeys(element, media !== null);

  const chunk = ms === null ? null : chunkAtTime(chunks, ms);
  const { need } = text;
  useEffect(() => {
    if (chunk !== null) need(chunk, chunk);
  }, [chunk, need]);
  const spoken = chunk === null || ms === null ? null : turnAtTime(text.chunks[chunk], ms);
  return { element, spoken, isFollowing, follow, play, seek, moved };
}

/** Space or K plays and pauses, J and L go back and on, unless the key is for a control. */
function useKeys(element: RefObject<HTMLMediaElement | null>, hasMedia: boolean): void {
  useEffect(() => {
    if (!hasMedia) return;
    const press = (event: KeyboardEvent): void => {
      const media = element.current;
      if (media === null || event.ctrlKey || event.metaKey || event.altKey || isForControl(event)) return;
      const key = event.key.toLowerCase();
      if (key !== " " && !areSingleKeysOn()) return;
      if (key === " " || key === "k") {
        if (media.paused) media.play().catch(() => undefined);
        else media.pause();
      } else if (key === "j") media.currentTime -= STEP_S;
      else if (key === "l") media.currentTime += STEP_S;
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [element, hasMedia]);
}

const FIELDS = "input, textarea, select, [contenteditable], audio, video, [role=menu], [role=dialog]";

/** Whether a field or a control uses a key itself. */
function isForControl({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest(FIELDS) !== null || (key === " " && target.closest("button, summary") !== null);
}
