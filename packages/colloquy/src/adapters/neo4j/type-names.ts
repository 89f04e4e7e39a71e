/** What an ontology allows as the name of a type; nothing else becomes a label or the type of a relationship. */
const TYPE_NAME = "[A-Za-z][A-Za-z0-9_]{0,63}";
const IS_TYPE_NAME = new RegExp(`^${TYPE_NAME}$`);

/** Labels that say what a node is to us, so that no type of entity may be called so as well. */
export const STRUCTURAL_LABELS: readonly string[] = [
  "Colloquy",
  "Transcript",
  "Chunk",
  "Entity",
  "Quote",
  "Evidence",
  "Workspace",
];

/** Types of our own that begin or end at entities, where relationships of an ontology do. */
const LINKS_OF_ENTITIES: readonly string[] = ["MENTIONED_IN", "SPOKE_IN", "SAID", "ABOUT"];

/** Matches the types of all relationships but those, in a pattern. */
export const NO_LINK = `!(${LINKS_OF_ENTITIES.join("|")})`;

/** What a relationship is called whose type cannot be the type of one; the property `type` tells it. */
const RELATED = "RELATED";

/** The same rule for the server, which matches a whole text. */
export const TYPE_NAME_PATTERN = TYPE_NAME;

/** The labels that the type of an entity adds: one or none. */
export function typeLabels(type: string): readonly string[] {
  return IS_TYPE_NAME.test(type) && !STRUCTURAL_LABELS.includes(type) ? [type] : [];
}

/** What a relationship of a type is called in the database. */
export function relationshipName(type: string): string {
  return IS_TYPE_NAME.test(type) && !LINKS_OF_ENTITIES.includes(type) ? type : RELATED;
}
