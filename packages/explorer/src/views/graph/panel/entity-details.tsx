import type { GraphNode } from "colloquy/api";
import { Pin, PinOff, Trash2, UnfoldHorizontal, FoldHorizontal, LocateFixed } from "lucide-react";
import { Button } from "../../../parts/button.tsx";
import { useFold } from "../../../parts/fold.tsx";
import { EntityLink } from "../../../parts/links.tsx";
import { Pick } from "../../../parts/pick.tsx";
import { typeWords } from "../../../text/format.ts";
import { graph as words } from "../../../text/graph.ts";
import { notShown, relationCount, type RelationGroup, relationsOf } from "../model/relations.ts";
import type { GraphState } from "../use-graph.ts";
import { RelationButton } from "./relation-button.tsx";
import { useKeptFocus } from "./use-kept-focus.ts";
import styles from "./panel.module.css";

/** An entity: what it is, what can be done with it, and its shown relations. */
export function EntityDetails({ node, graph }: { readonly node: GraphNode; readonly graph: GraphState }) {
  const { actions, filtered, part } = graph;
  const heading = useKeptFocus();
  const groups = relationsOf(filtered, node.id);
  const missing = notShown(node, part.edges);
  const hidden = relationCount(node.id, part.edges) - relationCount(node.id, filtered.edges);
  return (
    <div className={styles.details}>
      <p className={styles.kicker}>{typeWords(node.type)}</p>
      <h2 ref={heading} tabIndex={-1} className={styles.title}>
        <EntityLink entity={node} className={styles.titleLink} />
      </h2>
      <p className={styles.about}>{words.mentioned(node.mentions, node.transcripts)}</p>
      <p className={styles.about}>
        <EntityLink entity={node}>{words.more}</EntityLink>
      </p>
      <Actions node={node} graph={graph} missing={missing} />
      <div className={styles.path}>
        <Pick
          kind="entity"
          label={words.pathTo}
          without={[node.id]}
          onPick={({ id }) => actions.findPath(node.id, id)}
        />
      </div>
      {groups.length === 0 ? (
        <p className={styles.hint}>{node.degree === 0 ? words.hasNoRelations : words.noRelations}</p>
      ) : null}
      {groups.map((group) => (
        <Group key={`${group.isOutgoing} ${group.type}`} group={group} graph={graph} />
      ))}
      {node.degree === 0 ? null : (
        <p className={styles.note}>
          {hidden > 0 ? words.hidden(hidden) : missing > 0 ? words.notShown(missing) : words.allShown}
        </p>
      )}
    </div>
  );
}

interface ActionsProps {
  readonly node: GraphNode;
  readonly graph: GraphState;
  readonly missing: number;
}

function Actions({ node: { id }, graph: { actions, address, pinned }, missing }: ActionsProps) {
  const isOpen = address.open?.includes(id) === true;
  return (
    <div className={styles.actions}>
      {isOpen ? (
        <Button onClick={() => actions.collapse(id)}>
          <FoldHorizontal size={16} aria-hidden />
          {words.collapse}
        </Button>
      ) : missing > 0 ? (
        <Button onClick={() => actions.expand(id)}>
          <UnfoldHorizontal size={16} aria-hidden />
          {words.expandBy(missing)}
        </Button>
      ) : null}
      {pinned.has(id) ? (
        <Button onClick={() => actions.unpin(id)}>
          <PinOff size={16} aria-hidden />
          {words.unpin}
        </Button>
      ) : (
        <Button onClick={() => actions.pin(id)}>
          <Pin size={16} aria-hidden />
          {words.pin}
        </Button>
      )}
      <Button onClick={() => actions.remove(id)}>
        <Trash2 size={16} aria-hidden />
        {words.removeNode}
      </Button>
      <Button onClick={() => actions.startFrom(id)}>
        <LocateFixed size={16} aria-hidden />
        {words.startHere}
      </Button>
    </div>
  );
}

const FIRST = 8;

function Group({ group: { relations }, graph }: { readonly group: RelationGroup; readonly graph: GraphState }) {
  const [shown, button] = useFold(relations, FIRST);
  return (
    <div className={styles.group}>
      <ul>
        {shown.map((relation) => (
          <li key={relation.edge.id}>
            <RelationButton relation={relation} change={graph.change} />
          </li>
        ))}
      </ul>
      {button}
    </div>
  );
}
