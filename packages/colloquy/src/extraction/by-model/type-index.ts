import type { Ontology, RelationTypeDefinition } from "../../model/index.ts";
import { foldWords } from "../grounding.ts";
import { pairsOf } from "../pairs.ts";

/** The types of an ontology by the forms that a model may write: "leads to" is LEADS_TO. */
export interface TypeIndex {
  entityType(written: string): string | null;
  relationType(written: string): RelationTypeDefinition | null;
}

export function typeIndex({ entityTypes, relationTypes }: Ontology): TypeIndex {
  const entities = new Map(entityTypes.map((type) => [foldWords(type.name), type.name]));
  const relations = new Map(relationTypes.map((type) => [foldWords(type.name), type]));
  return {
    entityType: (written) => entities.get(foldWords(written)) ?? null,
    relationType: (written) => relations.get(foldWords(written)) ?? null,
  };
}

/** The only type that the allowed pairs leave for an end of a relation; null if there are several. */
export function onlyTypeOf(
  end: "source" | "target",
  definition: RelationTypeDefinition,
  otherType: string | null,
): string | null {
  const [mine, others] = end === "source" ? [0, 1] : [1, 0];
  const types = new Set(
    pairsOf(definition)
      ?.filter((pair) => otherType === null || pair[others] === otherType)
      .map((pair) => pair[mine] as string),
  );
  const [only = null] = types;
  return types.size === 1 ? only : null;
}
