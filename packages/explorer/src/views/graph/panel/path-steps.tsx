import { X } from "lucide-react";
import { Button } from "../../../parts/button.tsx";
import { graph as words } from "../../../text/graph.ts";
import { startingFrom } from "../address.ts";
import { allRelations } from "../model/relations.ts";
import type { GraphState } from "../use-graph.ts";
import { RelationButton } from "./relation-button.tsx";
import styles from "./panel.module.css";

/** The path between two entities, from step to step, or that there is none. */
export function PathSteps({ graph }: { readonly graph: GraphState }) {
  const { shown, address, change, part, actions } = graph;
  const path = shown?.path ?? null;
  if (path === null) return null;
  const nameOf = (id: string | undefined): string => part.nodes.find((node) => node.id === id)?.name ?? "";
  const ends = [nameOf(address.from), nameOf(address.to)] as const;
  const relations = allRelations({
    nodes: part.nodes,
    edges: part.edges.map((edge) => ({ ...edge, left: edge.count })),
  });
  return (
    <section className={styles.steps} aria-label={words.path}>
      <div className={styles.stepsHead}>
        <h2 className={styles.kicker}>{words.path}</h2>
        <Button
          kind="quiet"
          aria-label={words.endPath}
          title={words.endPath}
          onClick={() => change(startingFrom({ from: address.from }))}
        >
          <X size={16} aria-hidden />
        </Button>
      </div>
      {path.length === 0 ? <p>{words.noPath(...ends)}</p> : null}
      <ol>
        {path.map((id, index) => {
          const before = path[index - 1];
          const between = relations.filter(
            ({ source, target }) =>
              (source.id === before && target.id === id) || (source.id === id && target.id === before),
          );
          return (
            <li key={id}>
              {between.slice(0, 1).map((relation) => (
                <RelationButton key={relation.edge.id} relation={relation} change={change} />
              ))}
              <button type="button" className={styles.entity} onClick={() => actions.select(id)}>
                {nameOf(id)}
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
