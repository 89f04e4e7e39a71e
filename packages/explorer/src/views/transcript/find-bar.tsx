import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useState } from "react";
import { Button } from "../../parts/button.tsx";
import { number } from "../../text/format.ts";
import { transcript as words } from "../../text/transcript.ts";
import type { Find, Looking } from "./use-find.ts";
import field from "../../parts/text-field.module.css";
import styles from "./find-bar.module.css";

interface FindBarProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly find: Find;
  readonly looking: Looking;
  readonly look: (looking: Looking) => void;
  /** The name of the entity whose places are stepped through. */
  readonly entity: string | null;
  /** How much of the text has been read, from 0 to 1. */
  readonly progress: number;
  /** Gives the focus back to the text. */
  readonly leave: () => void;
}

/** The time after the last key at which the text is searched. */
const PAUSE_MS = 200;

/** Finds words in the whole transcript, also in those that the page does not have. */
export function FindBar({ input, find, looking, look, entity, progress, leave }: FindBarProps) {
  const [typed, setTyped] = useState(looking.find ?? "");
  useEffect(() => {
    const trimmed = typed.trim() === "" ? undefined : typed;
    if (trimmed === looking.find) return;
    const timer = setTimeout(
      () => look(trimmed === undefined ? { find: trimmed } : { find: trimmed, entity: undefined }),
      PAUSE_MS,
    );
    return () => clearTimeout(timer);
    // Only what is typed starts a search: an address that changes sets the field, see below.
  }, [typed]);
  useEffect(() => {
    setTyped((before) => (before.trim() === (looking.find ?? "").trim() ? before : (looking.find ?? "")));
  }, [looking.find]);
  const end = (): void => {
    setTyped("");
    look({ find: undefined, entity: undefined });
    leave();
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === "Escape") end();
    else if (event.key === "Enter") {
      event.preventDefault();
      find.step(event.shiftKey ? -1 : 1);
    }
  };
  return (
    <div className={styles.find} role="search" aria-label={words.find.label} onKeyDown={press}>
      <input
        ref={input}
        type="search"
        className={field.field}
        aria-label={words.find.label}
        aria-keyshortcuts="Control+F Meta+F"
        placeholder={entity === null ? words.find.placeholder : words.find.of(entity)}
        data-entity={entity === null ? undefined : true}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <p className={styles.count} role="status">
        {find.isActive ? statusOf(find, progress) : ""}
      </p>
      {find.isActive ? (
        <>
          <Step label={words.find.previous} disabled={find.hits.length === 0} press={() => find.step(-1)}>
            <ChevronUp size={16} aria-hidden />
          </Step>
          <Step label={words.find.next} disabled={find.hits.length === 0} press={() => find.step(1)}>
            <ChevronDown size={16} aria-hidden />
          </Step>
          <Step label={words.find.close} press={end}>
            <X size={16} aria-hidden />
          </Step>
        </>
      ) : null}
    </div>
  );
}

function statusOf({ hits, index }: Find, progress: number): string {
  if (progress < 1) return words.find.reading(Math.floor(progress * 100));
  return hits.length === 0 ? words.find.none : words.find.count(index + 1, number(hits.length));
}

interface StepProps {
  readonly label: string;
  readonly disabled?: boolean;
  readonly press: () => void;
  readonly children: React.ReactNode;
}

function Step({ label, disabled = false, press, children }: StepProps) {
  return (
    <Button kind="quiet" className={styles.step} aria-label={label} title={label} disabled={disabled} onClick={press}>
      {children}
    </Button>
  );
}
