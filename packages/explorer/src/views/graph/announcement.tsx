import { useEffect, useRef, useState } from "react";
import { relationWords, typeWords } from "../../text/format.ts";
import { graph as words } from "../../text/graph.ts";
import { relationCount } from "./model/relations.ts";
import type { GraphState } from "./use-graph.ts";

/** Says to people who do not see the picture what is shown, what is selected, and what is pinned or no longer pinned. */
export function Announcement({ graph }: { readonly graph: GraphState }) {
  const { pinned, part } = graph;
  const shown = shownWords(graph);
  const before = useRef({ shown: "", pinned, part });
  // A region that is filled when it appears is not read.
  const [said, say] = useState("");
  useEffect(() => {
    const was = before.current;
    before.current = { shown, pinned, part };
    if (was.shown !== shown) {
      say(shown);
      return;
    }
    const added = part.nodes.find(({ id }) => pinned.has(id) && !was.pinned.has(id));
    // An entity that only its pin kept is gone.
    const ended = was.part.nodes.find(({ id }) => was.pinned.has(id) && !pinned.has(id));
    if (added !== undefined) say(words.isPinned(added.name));
    else if (ended !== undefined) say(words.isUnpinned(ended.name));
  }, [shown, pinned, part]);
  return (
    <p className="visually-hidden" role="status">
      {said}
    </p>
  );
}

function shownWords({ filtered, node, address, shown }: GraphState): string {
  if (shown === undefined) return "";
  const edge = filtered.edges.find(({ id }) => id === address.edge);
  const nameOf = (end: string): string => filtered.nodes.find(({ id }) => id === end)?.name ?? "";
  if (edge !== undefined)
    return words.selectedRelation(`${nameOf(edge.source)} ${relationWords(edge.type)} ${nameOf(edge.target)}`);
  return node === undefined
    ? words.shown(filtered.nodes.length, filtered.edges.length)
    : words.selected(node.name, typeWords(node.type), relationCount(node.id, filtered.edges));
}
