import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { Entity, Evidence } from "colloquy/api";
import { occurrencesQuery } from "../../api/queries.ts";
import { Source } from "../../parts/evidence.tsx";
import { TranscriptLink, useWorkspace } from "../../parts/links.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Section } from "../../parts/page.tsx";
import { More } from "../../parts/pager.tsx";
import { Problem } from "../../parts/problem.tsx";
import { entityWords as words } from "../../text/entity.ts";
import { clock, titleOf } from "../../text/format.ts";
import { isPerson } from "./arrange.ts";
import { OccurrenceFilter } from "./occurrence-filter.tsx";
import { type Sentence, sentencesByFile } from "./sentences.ts";
import styles from "./occurrences.module.css";

/** The sentences that mention an entity, in pages; of one transcript or one speaker if the address says so. */
export function Occurrences({ entity }: { readonly entity: Entity }) {
  const { file, speaker } = useSearch({ from: "/w/$workspace/entities/$id" });
  const pages = useInfiniteQuery(occurrencesQuery(useWorkspace(), entity.id, { file, speaker }));
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = file !== undefined || speaker !== undefined;
  if (entity.byFile.length === 0 && !isFiltered) return null;
  return (
    <div id="occurrences" className={styles.occurrences}>
      <Section title={isPerson(entity) ? words.occurrencesOfPerson : words.occurrences}>
        <OccurrenceFilter entity={entity} found={items} />
        {pages.isPending ? <Loading /> : null}
        {pages.isError ? <Problem error={pages.error} retry={() => void pages.refetch()} /> : null}
        {pages.isSuccess && items.length === 0 ? (
          <p className={styles.none}>{isFiltered ? words.noOccurrences : words.noOccurrence}</p>
        ) : null}
        {sentencesByFile(items).map(({ file: name, sentences, labels }) => (
          <div key={name} className={styles.file}>
            <h3 className={styles.title}>
              <TranscriptLink place={{ file: name }}>{titleOf(name)}</TranscriptLink>
            </h3>
            <ol>
              {sentences.map((each) => (
                <SentenceItem key={`${each.evidence.chunk} ${each.evidence.startOffset}`} sentence={each} />
              ))}
            </ol>
            {labels.length === 0 ? null : <Turns labels={labels} />}
          </div>
        ))}
        <More pages={pages} />
      </Section>
    </div>
  );
}

function SentenceItem({ sentence: { evidence, parts, isFound } }: { readonly sentence: Sentence }) {
  return (
    <li className={styles.occurrence}>
      <p className={styles.sentence}>
        {parts.map(({ text, isMarked }, index) =>
          isMarked ? (
            <mark key={index} className={styles.mark}>
              {text}
            </mark>
          ) : (
            text
          ),
        )}
      </p>
      <p className={styles.source}>
        <Source evidence={evidence} isFileKnown />
        {isFound ? <span className={styles.none}>{words.foundAfterwards}</span> : null}
      </p>
    </li>
  );
}

/** Links to turns of a person: their labels name the person, but nobody says the name. */
function Turns({ labels }: { readonly labels: readonly Evidence[] }) {
  return (
    <p className={styles.turns}>
      <span>{words.speaksHere}</span>
      {labels.map((label, index) => (
        <TranscriptLink key={`${label.chunk} ${label.startOffset}`} place={label} className={styles.turn}>
          {label.startMs === null ? words.turn(index + 1) : clock(label.startMs)}
        </TranscriptLink>
      ))}
    </p>
  );
}
