import { X } from "lucide-react";
import { Button } from "../../parts/button.tsx";
import { type Place, TranscriptLink } from "../../parts/links.tsx";
import { titleOf } from "../../text/format.ts";
import { transcript as words } from "../../text/transcript.ts";
import styles from "./tools.module.css";

/** The title of a transcript beside something else. It leads to the whole transcript, at the same words. */
export function PaneTitle({ place, onClose }: { readonly place: Place; readonly onClose: (() => void) | undefined }) {
  return (
    <header className={styles.title}>
      <h2 className={styles.name}>
        <TranscriptLink place={place}>{titleOf(place.file)}</TranscriptLink>
      </h2>
      {onClose === undefined ? null : (
        <Button kind="quiet" aria-label={words.closePane} title={words.closePane} onClick={onClose}>
          <X size={16} aria-hidden />
        </Button>
      )}
    </header>
  );
}
