/** A type of entity, with a sentence that describes it to a model and to readers. */
export interface EntityTypeDefinition {
  readonly name: string;
  readonly description: string;
  /** Names that are of this type. */
  readonly examples?: readonly string[];
}

/**
 * A type of relationship; `pairs`, if given, restricts it to pairs of source type and target type. A type without direction
 * (`isSymmetric`) allows each pair in both orders. A directed type needs another name.
 */
export interface RelationTypeDefinition {
  readonly name: string;
  readonly description: string;
  /** Sentences or phrases that state such a relationship. */
  readonly examples?: readonly string[];
  readonly pairs?: readonly (readonly [source: string, target: string])[];
}

/** The types of entities and relations that an extraction may use. */
export interface Ontology {
  readonly entityTypes: readonly EntityTypeDefinition[];
  readonly relationTypes: readonly RelationTypeDefinition[];
}

/** Types whose source and target have no order, in any ontology. */
export const SYMMETRIC_TYPES: readonly string[] = ["RELATES_TO", "CONTRASTS_WITH"];

/** Whether a relation type has no direction: resolution orders its ends by their keys. */
export function isSymmetric(relationType: string): boolean {
  return SYMMETRIC_TYPES.includes(relationType);
}
