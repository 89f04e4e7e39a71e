import type { EntityRow, Evidence, RelationshipRow, Workspace } from "../../src/index.ts";

/** Frequency x log2(1 + words) x log(1 + conversations): what a corpus is about, not merely what it repeats. */
export function salience(entity: EntityRow): number {
  const words = entity.name.split(/\s+/).length;
  return entity.mentions * Math.log2(1 + words) * Math.log(1 + entity.transcripts);
}

export function mostSalient(entities: readonly EntityRow[]): readonly EntityRow[] {
  return entities.toSorted((one, other) => salience(other) - salience(one) || (one.id < other.id ? -1 : 1));
}

export interface StatedRelation {
  readonly source: EntityRow;
  readonly target: EntityRow;
  readonly row: RelationshipRow;
  /** The words that state it. */
  readonly evidence: Evidence;
}

/** What is only heard together, or recurs; nobody states it. */
const UNSTATED = new Set(["RELATES_TO", "CROSS_EPISODE"]);

/** Relations that somebody states outright, the best supported and most salient first. */
export async function statedRelations(workspace: Workspace, limit: number): Promise<readonly StatedRelation[]> {
  const relations: StatedRelation[] = [];
  for (const row of await workspace.relationships({ limit: 2000 })) {
    if (UNSTATED.has(row.type)) continue;
    const [source, target] = [await workspace.entity(row.source), await workspace.entity(row.target)];
    const evidence = (await workspace.evidence(row.id)).find((words) => words.polarity === "stated");
    if (source !== null && target !== null && evidence !== undefined) relations.push({ source, target, row, evidence });
  }
  return varied(relations.toSorted(byWeight), limit);
}

function weight({ row, source, target }: StatedRelation): number {
  return row.count * row.confidence * Math.sqrt((1 + salience(source)) * (1 + salience(target)));
}

function byWeight(one: StatedRelation, other: StatedRelation): number {
  return weight(other) - weight(one) || (one.row.id < other.row.id ? -1 : 1);
}

/** At most two relations from one source, so that one idea does not fill the page. */
function varied(relations: readonly StatedRelation[], limit: number): readonly StatedRelation[] {
  const from = new Map<string, number>();
  return relations
    .filter(({ source }) => {
      const before = from.get(source.id) ?? 0;
      from.set(source.id, before + 1);
      return before < 2;
    })
    .slice(0, limit);
}
