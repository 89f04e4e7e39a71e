import { memo, useMemo, useState } from "react";
import { strings } from "../../text/strings.ts";
import { overlaps, type Range } from "./address.ts";
import { Anchor } from "./anchor.tsx";
import { Margin } from "./margin.tsx";
import { useReading } from "./reader-context.ts";
import type { Marks } from "./segments.ts";
import { TurnActions, TurnTime } from "./turn-head.tsx";
import type { ShownTurn } from "./turns.ts";
import { Words } from "./words.tsx";
import styles from "./turn.module.css";

interface TurnProps {
  readonly turn: ShownTurn;
  /** The words of the address, if this turn has some of them. */
  readonly target: Range | null;
  readonly hits: readonly Range[];
  readonly hit: Range | null;
  /** Another person is emphasised. */
  readonly isFaint: boolean;
  /** The recording is here. */
  readonly isSpoken: boolean;
}

const NONE = [] as const;

/** A turn: its time, its speaker, its words, and the claims beside them. */
export const Turn = memo(function Turn({ turn, target, hits, hit, isFaint, isSpoken }: TurnProps) {
  const { marks: choice } = useReading();
  const [claim, setClaim] = useState<string | null>(null);
  const marks = useMemo<Marks>(
    () => ({
      mentions: choice.names ? turn.mentions : NONE,
      claims: choice.claims ? turn.claims : NONE,
      quotes: choice.quotes ? turn.quotes : NONE,
      target,
      hits,
      hit,
    }),
    [choice, turn, target, hits, hit],
  );
  // Words of the label are no words of the turn: the name has the mark.
  const isNameTarget =
    target !== null && target.startOffset < turn.startOffset && overlaps(target, labelOf(turn)) && !turn.isContinued;
  return (
    <div
      className={styles.turn}
      data-turn
      data-continued={turn.isContinued || undefined}
      data-new={turn.isNewSpeaker || undefined}
      data-faint={isFaint || undefined}
      data-spoken={isSpoken || undefined}
      aria-current={isSpoken ? "true" : undefined}
    >
      <div className={styles.head}>
        {turn.isContinued ? null : <TurnTime turn={turn} />}
        {turn.isNewSpeaker || isNameTarget ? <Speaker turn={turn} isTarget={isNameTarget} /> : null}
        {turn.isContinued ? null : <TurnActions turn={turn} />}
      </div>
      <Words turn={turn} marks={marks} claim={claim} />
      <Margin turn={turn} claims={marks.claims} quotes={marks.quotes} emphasise={setClaim} />
    </div>
  );
});

function labelOf({ unitOffset, startOffset }: ShownTurn): Range {
  return { startOffset: unitOffset, endOffset: startOffset };
}

function Speaker({ turn: { speaker }, isTarget }: { readonly turn: ShownTurn; readonly isTarget: boolean }) {
  const { speakers, addresses } = useReading();
  const person = speaker === null ? undefined : speakers.get(speaker);
  const name = speaker ?? strings.unknownSpeaker;
  const Element = isTarget ? "mark" : "span";
  if (speaker === null && speakers.size === 0 && !isTarget) return null;
  return (
    <Element
      className={styles.speaker}
      data-colour={person?.colour}
      data-target={isTarget || undefined}
      tabIndex={isTarget ? -1 : undefined}
    >
      {person === undefined || person.id === null ? (
        name
      ) : (
        <Anchor href={addresses.ofEntity({ id: person.id, name: person.name })} className={styles.person}>
          {name}
        </Anchor>
      )}
    </Element>
  );
}
