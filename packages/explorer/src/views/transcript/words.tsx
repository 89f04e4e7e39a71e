import { useRouter } from "@tanstack/react-router";
import type { ClaimMark, EntityReference } from "colloquy/api";
import { memo, type MouseEvent, useMemo } from "react";
import { relationWords, typeWords } from "../../text/format.ts";
import { transcript as words } from "../../text/transcript.ts";
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
  const inline = layout === "narrow" ? marks.claims : [];
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
        <span key={run.startOffset}>
          {run.mentions.length === 0 ? (
            <Segments segments={run.segments} claim={claim} />
          ) : (
            <Name run={run} turn={turn} claim={claim} />
          )}
          <InlineClaims claims={inline.filter(({ endOffset }) => isWithin(endOffset, run))} turn={turn} />
        </span>
      ))}
    </p>
  );
});

function isWithin(offset: number, { startOffset, endOffset }: Run): boolean {
  return offset > startOffset && offset <= endOffset;
}

function Segments({ segments, claim }: { readonly segments: readonly Segment[]; readonly claim: string | null }) {
  return segments.map((segment) => {
    const { startOffset, text, claims, isQuote, isTarget, hit } = segment;
    const Element = isTarget || hit !== "none" ? "mark" : "span";
    return (
      <Element
        key={startOffset}
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
  });
}

/** A name: a link to its entity, which opens a popover first. */
function Name({ run, turn, claim }: { readonly run: Run; readonly turn: ShownTurn; readonly claim: string | null }) {
  const { workspace, entities, open } = useReading();
  const router = useRouter();
  const [first] = run.mentions;
  const entity = first === undefined ? undefined : entities.get(first.entity);
  if (entity === undefined) return <Segments segments={run.segments} claim={claim} />;
  const { href } = router.buildLocation({
    to: "/w/$workspace/entities/$id",
    params: { workspace, id: entity.id },
    search: { name: entity.name },
  });
  const click = (event: MouseEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open({ anchor: event.currentTarget, turn, mentions: run.mentions, claims: [] });
  };
  return (
    <a
      href={href}
      className={styles.name}
      title={namesOf(run, entities)}
      aria-haspopup="dialog"
      data-found={run.mentions.every(({ found }) => found === true) || undefined}
      onClick={click}
    >
      <Segments segments={run.segments} claim={claim} />
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
