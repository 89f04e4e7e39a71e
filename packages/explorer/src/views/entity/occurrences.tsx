import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { Entity, Occurrence } from "colloquy/api";
import { occurrencesQuery } from "../../api/queries.ts";
import { Source } from "../../parts/evidence.tsx";
import { TranscriptLink, useWorkspace } from "../../parts/links.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Section } from "../../parts/page.tsx";
import { More } from "../../parts/pager.tsx";
import { Problem } from "../../parts/problem.tsx";
import { entityWords as words } from "../../text/entity.ts";
import { titleOf } from "../../text/format.ts";
import { isPerson } from "./arrange.ts";
import { OccurrenceFilter } from "./occurrence-filter.tsx";
import { markedSentence } from "./sentence.ts";
import styles from "./occurrences.module.css";

/** The sentences that mention an entity, in pages; of one transcript or one speaker if the address says so. */
export function Occurrences({ entity }: { readonly entity: Entity }) {
  const { file, speaker } = useSearch({ from: "/w/$workspace/entities/$id" });
  const pages = useInfiniteQuery(occurrencesQuery(useWorkspace(), entity.id, { file, speaker }));
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = file !== undefined || speaker !== undefined;
  if (entity.byFile.length === 0 && !isFiltered) return null;
  const byFile = [...Map.groupBy(items, ({ evidence }) => evidence.file)];
  return (
    <div id="occurrences" className={styles.occurrences}>
      <Section title={isPerson(entity) ? words.occurrencesOfPerson : words.occurrences}>
        <OccurrenceFilter entity={entity} found={items} />
        {pages.isPending ? <Loading /> : null}
        {pages.isError ? <Problem error={pages.error} retry={() => void pages.refetch()} /> : null}
        {pages.isSuccess && items.length === 0 ? (
          <p className={styles.none}>{isFiltered ? words.noOccurrences : words.noOccurrence}</p>
        ) : null}
        {byFile.map(([name, of]) => (
          <div key={name} className={styles.file}>
            <h3 className={styles.title}>
              <TranscriptLink place={{ file: name }}>{titleOf(name)}</TranscriptLink>
            </h3>
            <ol>
              {of.map((each) => (
                <OccurrenceItem key={`${each.evidence.chunk} ${each.evidence.startOffset}`} occurrence={each} />
              ))}
            </ol>
          </div>
        ))}
        <More pages={pages} />
      </Section>
    </div>
  );
}

function OccurrenceItem({ occurrence }: { readonly occurrence: Occurrence }) {
  const { before, words: marked, after } = markedSentence(occurrence);
  return (
    <li className={styles.occurrence}>
      <p className={styles.sentence}>
        {before}
        {marked === "" ? null : <mark className={styles.mark}>{marked}</mark>}
        {after}
      </p>
      <p className={styles.source}>
        <Source evidence={occurrence.evidence} isFileKnown />
        {occurrence.found === true ? <span className={styles.none}>{words.foundAfterwards}</span> : null}
      </p>
    </li>
  );
}
