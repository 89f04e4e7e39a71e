import { Tabs } from "@base-ui/react/tabs";
import { ChevronDown, ChevronUp } from "lucide-react";
import { graph as words } from "../../../text/graph.ts";
import type { GraphState } from "../use-graph.ts";
import { EntityDetails } from "./entity-details.tsx";
import { Listing } from "./listing.tsx";
import { PathSteps } from "./path-steps.tsx";
import { RelationDetails } from "./relation-details.tsx";
import styles from "./panel.module.css";

/** In narrow windows the panel is a sheet below the picture, low or tall. */
export interface Sheet {
  readonly isTall: boolean;
  readonly toggle: () => void;
}

/** Beside the picture: what is selected, and everything that is shown as lists. */
export function Panel({ graph, sheet }: { readonly graph: GraphState; readonly sheet: Sheet }) {
  const { address, change, filtered } = graph;
  // Where a picture starts is described until something else is chosen.
  const node =
    graph.node ?? (address.to === undefined ? filtered.nodes.find(({ id }) => id === address.from) : undefined);
  const edge = filtered.edges.find(({ id }) => id === address.edge);
  const relation = edge === undefined ? undefined : { edge, ...endsOf(graph, edge) };
  return (
    <Tabs.Root
      className={styles.panel}
      value={address.tab === "list" ? "list" : "details"}
      onValueChange={(value) => change({ tab: value === "list" ? "list" : undefined }, { replace: true })}
      render={<section aria-label={words.panel} />}
    >
      <div className={styles.head}>
        <Tabs.List className={styles.tabs}>
          <Tabs.Tab value="details" className={styles.tab}>
            {words.tabs.details}
          </Tabs.Tab>
          <Tabs.Tab value="list" className={styles.tab}>
            {words.tabs.list}
          </Tabs.Tab>
        </Tabs.List>
        <button
          type="button"
          className={styles.sheet}
          aria-expanded={sheet.isTall}
          aria-label={words.sheet}
          title={words.sheet}
          onClick={sheet.toggle}
        >
          {sheet.isTall ? <ChevronDown size={18} aria-hidden /> : <ChevronUp size={18} aria-hidden />}
        </button>
      </div>
      <Tabs.Panel value="details" className={styles.content}>
        <PathSteps graph={graph} />
        {relation !== undefined ? (
          <RelationDetails key={relation.edge.id} relation={relation} onSelect={graph.actions.select} />
        ) : node !== undefined ? (
          <EntityDetails key={node.id} node={node} graph={graph} />
        ) : (
          <p className={styles.hint}>{words.choose}</p>
        )}
      </Tabs.Panel>
      <Tabs.Panel value="list" className={styles.content}>
        <Listing graph={graph} />
      </Tabs.Panel>
    </Tabs.Root>
  );
}

function endsOf({ filtered: { nodes } }: GraphState, { source, target }: { source: string; target: string }) {
  const find = (end: string) => {
    const found = nodes.find(({ id }) => id === end);
    if (found === undefined) throw new Error(`A shown relation has the end ${end}, which is not shown`);
    return found;
  };
  return { source: find(source), target: find(target) };
}
