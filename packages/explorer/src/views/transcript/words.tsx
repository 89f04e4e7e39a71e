import type { ClaimMark, EntityReference } from "colloquy/api";
import { Fragment, memo, type MouseEvent, useMemo } from "react";
import { relationWords, typeWords } from "../../text/format.ts";
import { transcript as words } from "../../text/transcript.ts";
import { isPlain } from "./anchor.tsx";
import { useReading } from "./reader-context.ts";
import { type Marks, type Run, runsOf, type Segment } from "./segments.ts";
import type { ShownTurn } from "./turns.ts";
import styles from "./words.module.css";

interface WordsProps {
  readonly turn: ShownTurn;
  readonly marks: Marks;
  /** The relationship whose words are emphasised. */
  readonly claim: string | null;
}

/** The words of a turn with the marks on them. */
export const Words = memo(function Words({ turn, marks, claim }: WordsProps) {
  const { layout } = useReading();
  const runs = useMemo(() => runsOf(turn, marks), [turn, marks]);
  const hasParagraphs = /\n\s*\n/.test(turn.text);
  const last = runs.at(-1);
  // Where there is no margin, a claim has a sign where its words end, or where the turn ends.
  const ending = (endOffset: number): readonly ClaimMark[] =>
    layout === "narrow"
      ? marks.claims.filter((each) => Math.min(each.endOffset, last?.endOffset ?? 0) === endOffset)
      : NONE;
  return (
    <p
      className={styles.words}
      data-words
      data-from={turn.startOffset}
      data-to={turn.endOffset}
      data-speaker={turn.speaker ?? undefined}
      data-continued={turn.isContinued || undefined}
      data-paragraphs={hasParagraphs || undefined}
    >
      {runs.map((run) => (
        <Fragment key={run.startOffset}>
          {run.mentions.length === 0 ? (
            run.segments.map((segment) => (
              <Fragment key={segment.startOffset}>
                <WordsOfSegment segment={segment} claim={claim} />
                <InlineClaims claims={ending(segment.endOffset)} turn={turn} />
              </Fragment>
            ))
          ) : (
            <>
              <Name run={run} turn={turn} claim={claim} />
              <InlineClaims claims={run.segments.flatMap(({ endOffset }) => ending(endOffset))} turn={turn} />
            </>
          )}
        </Fragment>
      ))}
    </p>
  );
});

const NONE: readonly ClaimMark[] = [];

interface WordsOfSegmentProps {
  readonly segment: Segment;
  readonly claim: string | null;
}

function WordsOfSegment({ segment, claim }: WordsOfSegmentProps) {
  const { startOffset, text, claims, isQuote, isTarget, hit } = segment;
  const Element = isTarget || hit !== "none" ? "mark" : "span";
  return (
    <Element
      className={styles.segment}
      data-from={startOffset}
      data-claim={claims.length > 0 || undefined}
      data-emphasised={(claim !== null && claims.includes(claim)) || undefined}
      data-quote={isQuote || undefined}
      data-target={isTarget || undefined}
      data-hit={hit === "none" ? undefined : hit}
      tabIndex={isTarget ? -1 : undefined}
    >
      {text}
    </Element>
  );
}

/** A name: a link to its entity, which opens a popover first. */
function Name({ run, turn, claim }: { readonly run: Run; readonly turn: ShownTurn; readonly claim: string | null }) {
  const { addresses, entities, open } = useReading();
  const [first] = run.mentions;
  const entity = first === undefined ? undefined : entities.get(first.entity);
  const segments = run.segments.map((segment) => (
    <WordsOfSegment key={segment.startOffset} segment={segment} claim={claim} />
  ));
  if (entity === undefined) return segments;
  const click = (event: MouseEvent<HTMLElement>): void => {
    if (!isPlain(event)) return;
    event.preventDefault();
    open({ anchor: event.currentTarget, turn, mentions: run.mentions, claims: [] });
  };
  return (
    <a
      href={addresses.ofEntity(entity)}
      className={styles.name}
      title={namesOf(run, entities)}
      aria-haspopup="dialog"
      data-found={run.mentions.every(({ found }) => found === true) || undefined}
      onClick={click}
    >
      {segments}
    </a>
  );
}

function namesOf({ mentions }: Run, entities: ReadonlyMap<string, EntityReference>): string {
  const named = mentions.flatMap(({ entity }) => entities.get(entity) ?? []);
  return [...new Set(named.map(({ name, type }) => `${name}, ${typeWords(type)}`))].join("; ");
}

/** Claims as small marks behind their words, where there is no margin. */
function InlineClaims({ claims, turn }: { readonly claims: readonly ClaimMark[]; readonly turn: ShownTurn }) {
  const { entities, open } = useReading();
  if (claims.length === 0) return null;
  const said = claims.map((claim) => claimText(claim, entities)).join("; ");
  return (
    <button
      type="button"
      className={styles.claim}
      title={said}
      aria-label={`${words.popover.claim}: ${said}`}
      aria-haspopup="dialog"
      onClick={(event) => open({ anchor: event.currentTarget, turn, mentions: [], claims })}
    />
  );
}

/** A claim as a sentence. */
export function claimText(
  { source, type, target }: Pick<ClaimMark, "source" | "type" | "target">,
  entities: ReadonlyMap<string, EntityReference>,
): string {
  return `${entities.get(source)?.name ?? "…"} ${relationWords(type)} ${entities.get(target)?.name ?? "…"}`;
}
