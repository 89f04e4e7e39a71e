import { type ClipboardEvent, useCallback } from "react";
import { citationText, selectionText } from "./copy.ts";
import { selectedParts } from "./dom-words.ts";
import { useReading } from "./reader-context.ts";
import type { ShownTurn } from "./turns.ts";

/** Puts selected words on the clipboard as plain text, without times and the margin. */
export function copySelection(event: ClipboardEvent<HTMLElement>): void {
  const parts = selectedParts(event.currentTarget, document.getSelection());
  if (parts.length === 0) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", selectionText(parts));
}

/**
 * Copies a turn as a citation; if words of it alone are selected, these words. The result is whether the browser allowed it.
 */
export function useCopyCitation(): (turn: ShownTurn) => Promise<boolean> {
  const { addresses, transcript, whole } = useReading();
  return useCallback(
    async (turn) => {
      const { file } = transcript;
      const words = selectedOf(turn) ?? wordsOf(whole(turn), turn);
      const { speaker, startMs, approximate } = turn;
      const url = new URL(addresses.ofWords({ chunk: turn.chunk, ...words }), location.href).href;
      const citation = citationText({ text: words.text, speaker, file, startMs, approximate, url });
      return navigator.clipboard.writeText(citation).then(
        () => true,
        () => false,
      );
    },
    [addresses, transcript, whole],
  );
}

interface Words {
  readonly text: string;
  readonly startOffset: number;
  readonly endOffset: number;
}

function wordsOf(parts: readonly Words[], turn: Words): Words {
  const [first = turn, last = turn] = [parts[0], parts.at(-1)];
  return {
    text: parts.length === 0 ? turn.text : parts.map(({ text }) => text).join(""),
    startOffset: first.startOffset,
    endOffset: last.endOffset,
  };
}

/** The selected words, if they are of this turn and of no other. */
function selectedOf({ startOffset, endOffset }: ShownTurn): Words | null {
  const parts = selectedParts(document.body, document.getSelection());
  const [part] = parts;
  const isInTurn = part !== undefined && part.startOffset >= startOffset && part.endOffset <= endOffset;
  return parts.length === 1 && isInTurn ? part : null;
}
