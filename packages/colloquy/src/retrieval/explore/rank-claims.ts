import { entitySalience, type EntityRow, type RelationshipRow } from "../../model/index.ts";

/** Types that say less than types such as LEADS_TO. */
const TELLS_LESS: ReadonlySet<string> = new Set(["IS_A", "IS_PART_OF", "RELATES_TO"]);
const LESS = 0.5;

/** Claims between two entities, those with most support between the most salient ends first. */
export function rankClaims(
  claims: readonly RelationshipRow[],
  entities: ReadonlyMap<string, EntityRow>,
): readonly RelationshipRow[] {
  const scored = claims.flatMap((row) => {
    const [source, target] = [entities.get(row.source), entities.get(row.target)];
    if (source === undefined || target === undefined || source.id === target.id) return [];
    const { stated, negated, question, hypothetical } = row.polarity;
    const support = stated + LESS * (negated + question + hypothetical);
    const salience = Math.sqrt((1 + entitySalience(source)) * (1 + entitySalience(target)));
    return [{ row, score: support * row.confidence * (TELLS_LESS.has(row.type) ? LESS : 1) * salience }];
  });
  return scored.toSorted((one, other) => other.score - one.score).map(({ row }) => row);
}
