/** A type of entity, with the sentence that tells a model (and a reader) what belongs to it. */
export interface EntityTypeDefinition {
  readonly name: string;
  readonly description: string;
  /** Names that are of this type. */
  readonly examples?: readonly string[];
}

/** A type of relationship; `pairs` restricts it to [source type, target type] where given. */
export interface RelationTypeDefinition {
  readonly name: string;
  readonly description: string;
  /** Sentences or phrases that state such a relationship. */
  readonly examples?: readonly string[];
  readonly pairs?: readonly (readonly [source: string, target: string])[];
}

/** The nouns and verbs that an extraction may use. */
export interface Ontology {
  readonly entityTypes: readonly EntityTypeDefinition[];
  readonly relationTypes: readonly RelationTypeDefinition[];
}
