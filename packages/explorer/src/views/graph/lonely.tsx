import { Button } from "../../parts/button.tsx";
import { graph as words } from "../../text/graph.ts";
import { startingFrom } from "./address.ts";
import type { GraphState } from "./use-graph.ts";
import styles from "./graph.module.css";

/** Explains a picture of one idea that has no relation, and leads to what is said about it. */
export function Lonely({ graph: { address, change, filtered, part } }: { readonly graph: GraphState }) {
  const [node] = filtered.nodes;
  if (node === undefined || node.id !== address.from || part.nodes.length > 1 || node.degree > 0) return null;
  return (
    <div className={styles.lonely}>
      <p>{words.withoutRelations(node.name)}</p>
      <Button onClick={() => change(startingFrom({ words: node.name }))}>{words.startWords(node.name)}</Button>
    </div>
  );
}
