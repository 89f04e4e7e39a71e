import { isSymmetric, type RelationTypeDefinition } from "../model/index.ts";

/** The pairs of source type and target type that a relation may have: both orders for a type without direction. */
export function pairsOf({ name, pairs }: RelationTypeDefinition): RelationTypeDefinition["pairs"] {
  return pairs !== undefined && isSymmetric(name)
    ? [...pairs, ...pairs.map(([source, target]) => [target, source] as const)]
    : pairs;
}
