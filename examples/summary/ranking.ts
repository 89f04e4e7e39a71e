import {
  type EntityRow,
  entitySalience,
  type Evidence,
  type RelationshipRow,
  type Workspace,
} from "../../packages/colloquy/src/index.ts";

/** Entities by salience, weighted by the number of relations that are stated about each. */
export function mostInformative(
  entities: readonly EntityRow[],
  relations: readonly StatedRelation[],
): readonly EntityRow[] {
  const stated = new Map<string, number>();
  for (const { row } of relations.filter((relation) => !LESS_INFORMATIVE.has(relation.row.type))) {
    for (const end of [row.source, row.target]) stated.set(end, (stated.get(end) ?? 0) + 1);
  }
  const informative = (entity: EntityRow): number => entitySalience(entity) * (1 + (stated.get(entity.id) ?? 0));
  return entities.toSorted((one, other) => informative(other) - informative(one) || (one.id < other.id ? -1 : 1));
}

export interface StatedRelation {
  readonly source: EntityRow;
  readonly target: EntityRow;
  readonly row: RelationshipRow;
  /** Words that state the relation. */
  readonly evidence: Evidence;
}

/** Types that are less informative than causes and effects. */
export const LESS_INFORMATIVE: ReadonlySet<string> = new Set(["IS_A", "IS_PART_OF", "RELATES_TO"]);

/** Stated relations, the best supported and most salient first. */
export async function statedRelations(workspace: Workspace): Promise<readonly StatedRelation[]> {
  const relations: StatedRelation[] = [];
  for (const row of await workspace.relationships({ limit: 2000 })) {
    if (row.polarity.stated === 0) continue;
    const [source, target] = [await workspace.entity(row.source), await workspace.entity(row.target)];
    const evidence = (await workspace.evidence(row.id)).find((words) => words.polarity === "stated");
    if (source !== null && target !== null && evidence !== undefined) relations.push({ source, target, row, evidence });
  }
  return relations.toSorted(byWeight);
}

function weight({ row, source, target }: StatedRelation): number {
  const kind = LESS_INFORMATIVE.has(row.type) ? 0.5 : 1;
  return (
    kind * row.polarity.stated * row.confidence * Math.sqrt((1 + entitySalience(source)) * (1 + entitySalience(target)))
  );
}

function byWeight(one: StatedRelation, other: StatedRelation): number {
  return weight(other) - weight(one) || (one.row.id < other.row.id ? -1 : 1);
}

/** The first relations, without those whose source or target was already shown twice. */
export function varied(relations: readonly StatedRelation[], limit: number): readonly StatedRelation[] {
  const shown = new Map<string, number>();
  return relations
    .filter(({ source, target }) => {
      const ends = [source.id, target.id];
      if (ends.some((end) => (shown.get(end) ?? 0) >= 2)) return false;
      for (const end of ends) shown.set(end, (shown.get(end) ?? 0) + 1);
      return true;
    })
    .slice(0, limit);
}
