import { useState } from "react";
import { Button } from "../../../parts/button.tsx";
import { counted, number, typeWords } from "../../../text/format.ts";
import { graph as words } from "../../../text/graph.ts";
import { strings } from "../../../text/strings.ts";
import { allRelations } from "../model/relations.ts";
import type { GraphState } from "../use-graph.ts";
import { EntityMenu } from "./entity-menu.tsx";
import { RelationButton } from "./relation-button.tsx";
import list from "../../../parts/list.module.css";
import styles from "./panel.module.css";

const FIRST = 50;

/** All shown entities and relations as lists: everything that the picture has, without it. */
export function Listing({ graph }: { readonly graph: GraphState }) {
  const { filtered, change, pinned, address } = graph;
  const entities = filtered.nodes.toSorted((one, other) => other.mentions - one.mentions);
  const [shownEntities, moreEntities] = useFirst(entities);
  const [shownRelations, moreRelations] = useFirst(allRelations(filtered));
  return (
    <div className={styles.details}>
      <h2 className={styles.listTitle}>
        {words.entities} <span className={styles.count}>{number(entities.length)}</span>
      </h2>
      <ul aria-label={words.entities}>
        {shownEntities.map((node) => (
          <li key={node.id} className={styles.row}>
            <span>
              <button
                type="button"
                className={styles.entity}
                aria-current={address.node === node.id ? "true" : undefined}
                onClick={() => change({ tab: undefined, node: node.id, edge: undefined })}
              >
                {node.name}
              </button>
              <span className={list.under}>
                {[typeWords(node.type), counted(node.mentions, "mention"), pinned.has(node.id) ? words.pinned : ""]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
            <EntityMenu node={node} graph={graph} />
          </li>
        ))}
      </ul>
      {moreEntities}
      <h2 className={styles.listTitle}>
        {words.relations} <span className={styles.count}>{number(filtered.edges.length)}</span>
      </h2>
      <ul aria-label={words.relations}>
        {shownRelations.map((relation) => (
          <li key={relation.edge.id}>
            <RelationButton relation={relation} change={change} />
          </li>
        ))}
      </ul>
      {moreRelations}
    </div>
  );
}

/** The first items, and a button that shows more of them. */
function useFirst<Item>(items: readonly Item[]) {
  const [count, setCount] = useState(FIRST);
  const button =
    items.length <= count ? null : <Button onClick={() => setCount(count + 2 * FIRST)}>{strings.more}</Button>;
  return [items.slice(0, count), button] as const;
}
