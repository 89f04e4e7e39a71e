import { CROSS_EPISODE } from "../../model/index.ts";

/** Type names that an ontology allows. No other name becomes a label or a relationship type. */
const TYPE_NAME = "[A-Za-z][A-Za-z0-9_]{0,63}";
const IS_TYPE_NAME = new RegExp(`^${TYPE_NAME}$`);

/** Labels that mark our own nodes. No entity type may have such a name. */
export const STRUCTURAL_LABELS: readonly string[] = [
  "Colloquy",
  "Transcript",
  "Chunk",
  "Entity",
  "Quote",
  "Evidence",
  "Workspace",
];

/** Our own types that begin or end at entities, like relationships of an ontology. */
const LINKS_OF_ENTITIES: readonly string[] = ["MENTIONED_IN", "SPOKE_IN", "SAID", "ABOUT"];

/** A pattern that matches all relationship types except these. */
export const NO_LINK = `!(${LINKS_OF_ENTITIES.join("|")})`;

/** As `NO_LINK`, without the relationships to transcripts, of which an entity may have thousands. */
export const NO_EPISODE = `${NO_LINK}&!${CROSS_EPISODE}`;

/** The type of a relationship whose type name is not allowed; the property `type` has the name. */
const RELATED = "RELATED";

/** The same rule for the server, which matches a whole text. */
export const TYPE_NAME_PATTERN = TYPE_NAME;

/** The labels of an entity type: one or none. */
export function typeLabels(type: string): readonly string[] {
  return IS_TYPE_NAME.test(type) && !STRUCTURAL_LABELS.includes(type) ? [type] : [];
}

/** The relationship type in the database. */
export function relationshipName(type: string): string {
  return IS_TYPE_NAME.test(type) && !LINKS_OF_ENTITIES.includes(type) ? type : RELATED;
}
