import { useInfiniteQuery } from "@tanstack/react-query";
import { claimsQuery } from "../../../api/queries.ts";
import { Button } from "../../../parts/button.tsx";
import { claimCounts } from "../../../parts/claim-counts.ts";
import { StatementText } from "../../../parts/claim.tsx";
import { Evidence } from "../../../parts/evidence.tsx";
import { useWorkspace } from "../../../parts/links.tsx";
import { Loading } from "../../../parts/loading.tsx";
import { More } from "../../../parts/pager.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { graph as words } from "../../../text/graph.ts";
import { strings } from "../../../text/strings.ts";
import type { Relation } from "../model/relations.ts";
import { useKeptFocus } from "./use-kept-focus.ts";
import styles from "./panel.module.css";

/** A relation with what the transcripts say about both ends together, and where. */
export function RelationDetails({
  relation: { edge, source, target },
  onSelect,
}: {
  readonly relation: Relation;
  readonly onSelect: (entity: string) => void;
}) {
  const heading = useKeptFocus();
  const pages = useInfiniteQuery(claimsQuery(useWorkspace(), source.id, target.id));
  const items = pages.data?.pages.flatMap(({ evidence }) => evidence.items) ?? [];
  const counts = claimCounts(edge.polarity);
  const isThis = (item: { source: { id: string }; target: { id: string }; type: string }): boolean =>
    item.type === edge.type && item.source.id === source.id && item.target.id === target.id;
  return (
    <div className={styles.details}>
      <h2 ref={heading} tabIndex={-1} className={styles.title}>
        <StatementText statement={{ source, type: edge.type, target }} />
      </h2>
      {counts === null ? null : <p className={styles.about}>{counts}</p>}
      {edge.derived ? <p className={styles.about}>{strings.derived}</p> : null}
      <div className={styles.actions}>
        {[source, target].map(({ id, name }) => (
          <Button key={id} onClick={() => onSelect(id)}>
            {words.relationsOf(name)}
          </Button>
        ))}
      </div>
      {pages.isPending ? <Loading /> : null}
      {pages.isError ? <Problem error={pages.error} retry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && items.length === 0 ? <p className={styles.hint}>{words.noEvidence}</p> : null}
      <ul className={styles.evidence} aria-label={words.evidence}>
        {items.map((item) => (
          <li key={item.id}>
            {isThis(item) ? null : (
              <p className={styles.about}>
                <StatementText statement={item} />
              </p>
            )}
            <Evidence evidence={item.evidence} />
          </li>
        ))}
      </ul>
      <More pages={pages} />
    </div>
  );
}
