import { relationWords } from "../../../text/format.ts";
import { strings } from "../../../text/strings.ts";
import type { ChangeAddress } from "../address.ts";
import type { Relation } from "../model/relations.ts";
import styles from "./panel.module.css";

/** A relation as a sentence; it leads to the evidence. */
export function RelationButton({
  relation: { edge, source, target },
  change,
}: {
  readonly relation: Relation;
  readonly change: ChangeAddress;
}) {
  return (
    <button
      type="button"
      className={styles.relation}
      onClick={() => change({ edge: edge.id, node: undefined, tab: undefined })}
    >
      <span>
        <b>{source.name}</b> <span className={styles.type}>{relationWords(edge.type)}</span> <b>{target.name}</b>
      </span>
      {edge.left > 1 ? <span className={styles.count}>{strings.times(edge.left)}</span> : null}
    </button>
  );
}
