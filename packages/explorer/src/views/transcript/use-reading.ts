import type { Transcript } from "colloquy/api";
import { useMemo, useState } from "react";
import { useMarkChoice } from "./marks-choice.ts";
import { type OpenedMarks, type Reading, speakersByLabel } from "./reader-context.ts";
import { wholeTurn } from "./turns.ts";
import { useAddresses } from "./use-addresses.ts";
import type { Layout } from "./use-measures.ts";
import type { Player } from "./use-player.ts";
import type { Text } from "./use-text.ts";

interface ReadingOptions {
  readonly workspace: string;
  readonly transcript: Transcript;
  readonly text: Text;
  readonly layout: Layout;
  readonly player: Player;
}

/** What the turns share, and the marks that a reader opened. */
export function useNewReading({ workspace, transcript, text, layout, player }: ReadingOptions) {
  const [opened, open] = useState<OpenedMarks | null>(null);
  const [marks] = useMarkChoice();
  const addresses = useAddresses(workspace, transcript.file);
  const { chunks, entities } = text;
  const { play, seek } = player;
  const hasMedia = transcript.media !== null;
  const reading = useMemo<Reading>(
    () => ({
      workspace,
      transcript,
      entities,
      speakers: speakersByLabel(transcript.speakers),
      addresses,
      layout,
      marks,
      open,
      whole: (turn) => wholeTurn(chunks, turn),
      play: hasMedia ? play : null,
      seek: hasMedia ? seek : null,
    }),
    [workspace, transcript, entities, addresses, layout, marks, chunks, hasMedia, play, seek],
  );
  return { reading, opened, close: () => open(null) };
}
