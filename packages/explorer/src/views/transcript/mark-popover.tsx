import { Popover } from "@base-ui/react/popover";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ClaimMark, EntityReference } from "colloquy/api";
import { occurrencesQuery } from "../../api/queries.ts";
import { buttonClass, Button } from "../../parts/button.tsx";
import { StatementText } from "../../parts/claim.tsx";
import { PolarityMark } from "../../parts/evidence.tsx";
import { EntityLink, TranscriptLink } from "../../parts/links.tsx";
import { clock, titleOf, typeWords } from "../../text/format.ts";
import { transcript as words } from "../../text/transcript.ts";
import { overlaps } from "./address.ts";
import { type OpenedMarks, useReading } from "./reader-context.ts";
import styles from "./mark-popover.module.css";

interface MarkPopoverProps {
  readonly opened: OpenedMarks | null;
  readonly close: () => void;
  /** Steps through the places of an entity. */
  readonly stepThrough: (entity: string) => void;
}

/** What the marks under some words mean, with links to entities and their other places. */
export function MarkPopover({ opened, close, stepThrough }: MarkPopoverProps) {
  const { entities } = useReading();
  return (
    <Popover.Root open={opened !== null} onOpenChange={(isOpen) => (isOpen ? undefined : close())}>
      <Popover.Portal>
        <Popover.Positioner
          anchor={opened?.anchor ?? null}
          sideOffset={6}
          collisionPadding={8}
          className={styles.positioner}
        >
          <Popover.Popup
            className={styles.popup}
            aria-label={opened === null ? undefined : nameOf(opened, entities)}
            finalFocus={() => opened?.anchor ?? true}
          >
            {opened === null ? null : <Contents opened={opened} close={close} stepThrough={stepThrough} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function nameOf({ mentions }: OpenedMarks, entities: ReadonlyMap<string, EntityReference>): string {
  const names = new Set(mentions.flatMap(({ entity }) => entities.get(entity)?.name ?? []));
  return names.size === 0 ? words.popover.claim : [...names].join(", ");
}

function Contents({ opened, close, stepThrough }: MarkPopoverProps & { readonly opened: OpenedMarks }) {
  const { entities } = useReading();
  const { mentions, turn } = opened;
  const named = [...new Map(mentions.map((mention) => [mention.entity, mention])).values()];
  const claims =
    opened.claims.length > 0
      ? opened.claims
      : turn.claims.filter((claim) => mentions.some((mention) => overlaps(mention, claim)));
  return (
    <>
      {named.map(({ entity: id, found }) => {
        const entity = entities.get(id);
        if (entity === undefined) return null;
        return (
          <section key={id} className={styles.entity}>
            <p className={styles.kind}>{typeWords(entity.type)}</p>
            <h2 className={styles.name}>
              <EntityLink entity={entity} />
            </h2>
            {found === true ? <p className={styles.note}>{words.popover.found}</p> : null}
            <Elsewhere entity={entity} />
            <p className={styles.actions}>
              <Button
                onClick={() => {
                  stepThrough(id);
                  close();
                }}
              >
                {words.popover.places}
              </Button>
              <EntityLink entity={entity} className={buttonClass}>
                {words.popover.all}
              </EntityLink>
            </p>
          </section>
        );
      })}
      {claims.length === 0 ? null : <Claims claims={claims} title={mentions.length > 0} />}
    </>
  );
}

function Claims({ claims, title }: { readonly claims: readonly ClaimMark[]; readonly title: boolean }) {
  const { workspace, entities } = useReading();
  const unknown = (id: string): EntityReference => ({ id, name: "…", type: "" });
  const own = [...new Map(claims.map((claim) => [claim.relationship, claim])).values()];
  return (
    <section className={styles.claims}>
      {title ? <p className={styles.kind}>{words.popover.says}</p> : null}
      <ul>
        {own.map(({ relationship, source, type, target, polarity }) => (
          <li key={relationship}>
            <StatementText
              statement={{
                source: entities.get(source) ?? unknown(source),
                type,
                target: entities.get(target) ?? unknown(target),
              }}
            />{" "}
            {polarity === "stated" ? null : <PolarityMark polarity={polarity} />}
            <Link
              to="/w/$workspace/graph"
              params={{ workspace }}
              search={{ from: source, edge: relationship }}
              className={styles.graph}
            >
              {words.popover.graph}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How many of the other places a popover shows. */
const SHOWN = 3;

/** Other transcripts that mention an entity, with the sentence. */
function Elsewhere({ entity }: { readonly entity: EntityReference }) {
  const { workspace, transcript } = useReading();
  const { data } = useInfiniteQuery(occurrencesQuery(workspace, entity.id));
  const others = (data?.pages[0]?.items ?? []).filter(({ evidence }) => evidence.file !== transcript.file);
  if (others.length === 0) return null;
  return (
    <>
      <p className={styles.kind}>{words.popover.elsewhere}</p>
      <ul className={styles.places}>
        {others.slice(0, SHOWN).map(({ evidence, sentence }) => (
          <li key={`${evidence.file} ${evidence.startOffset}`}>
            <TranscriptLink place={evidence} className={styles.place}>
              <span className={styles.sentence}>{sentence.text}</span>
              <span className={styles.source}>
                {titleOf(evidence.file)}
                {evidence.startMs === null ? "" : `, ${clock(evidence.startMs)}`}
              </span>
            </TranscriptLink>
          </li>
        ))}
      </ul>
    </>
  );
}
