import { useInfiniteQuery } from "@tanstack/react-query";
import type { Claim } from "colloquy/api";
import { claimsQuery } from "../../api/queries.ts";
import { StatementText } from "../../parts/claim.tsx";
import { Evidence } from "../../parts/evidence.tsx";
import { useWorkspace } from "../../parts/links.tsx";
import { Loading } from "../../parts/loading.tsx";
import { More } from "../../parts/pager.tsx";
import { Problem } from "../../parts/problem.tsx";
import { entityWords as words } from "../../text/entity.ts";
import { isSameStatement } from "./arrange.ts";
import styles from "./entity.module.css";

/** All that is said about both ends of a claim, in pages. Other relations of these ends have a line of their own. */
export function AllEvidence({
  claim: { source, type, target },
}: {
  readonly claim: Pick<Claim, "source" | "type" | "target">;
}) {
  const pages = useInfiniteQuery(claimsQuery(useWorkspace(), source.id, target.id));
  const items = pages.data?.pages.flatMap(({ evidence }) => evidence.items) ?? [];
  return (
    <section className={styles.evidence} aria-label={words.evidenceOf(source.name, target.name)}>
      {pages.isPending ? <Loading /> : null}
      {pages.isError ? <Problem error={pages.error} retry={() => void pages.refetch()} /> : null}
      <ol>
        {items.map((item, index) => {
          const before = items[index - 1] ?? { source, type, target };
          return (
            <li key={item.id}>
              {isSameStatement(item, before) ? null : (
                <p className={styles.statement}>
                  <StatementText statement={item} />
                </p>
              )}
              <Evidence evidence={item.evidence} />
            </li>
          );
        })}
      </ol>
      <More pages={pages} />
    </section>
  );
}
