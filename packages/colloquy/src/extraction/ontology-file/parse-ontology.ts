import {
  CROSS_EPISODE,
  type EntityTypeDefinition,
  type Ontology,
  type RelationTypeDefinition,
} from "../../model/index.ts";
import { entityTypeNames } from "../by-model/schema.ts";
import { foldWords } from "../grounding.ts";
import { allowedPairs } from "./allowed-pairs.ts";
import { type EntityDefinition, readEntityDefinition, readRelationDefinition, unknownKey } from "./definitions.ts";
import { OntologyText, type Path } from "./ontology-text.ts";

const SECTIONS = ["entities", "relations"] as const;
type Section = (typeof SECTIONS)[number];

/** Largest number of types of each kind, because all are in every prompt and schema. */
const MOST_TYPES = 60;
const TYPE_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
/** The types that Colloquy itself uses for relationships. */
const RESERVED: ReadonlySet<string> = new Set([foldWords(CROSS_EPISODE)]);

/**
 * Reads a user's own ontology:
 *
 *     entities:
 *       Practice: Something that people do on purpose.
 *       Outcome:
 *         description: What comes of something.
 *         examples: [fewer errors]
 *     relations:
 *       LEADS_TO:
 *         description: The target follows from the source.
 *         from: [Practice]
 *         to: Outcome
 *
 * `from` and `to` take a type, a list, or `*`; `pairs` takes several of them. A relation without them allows all types.
 *
 * @param name how messages call the file
 * @throws ColloquyError `configuration`: one sentence with the line, and a suggestion.
 */
export function parseOntology(content: string, name: string): Ontology {
  const text = new OntologyText(content, name);
  const sections = sectionsOf(text);
  const entityTypes = typesOf(text, "entities", sections.entities).map(([type, value]): EntityTypeDefinition => {
    return { name: type, ...described(readEntityDefinition(text, ["entities", type], value)) };
  });
  const names = entityTypes.map((type) => type.name);
  if (entityTypeNames({ entityTypes, relationTypes: [] }).length === 0) {
    throw text.fault(["entities"], "has only the entity Quote; quotes have their own list, so add another entity");
  }
  const relationTypes = typesOf(text, "relations", sections.relations).map(([type, value]): RelationTypeDefinition => {
    const path = ["relations", type];
    const definition = readRelationDefinition(text, path, value);
    const pairs = allowedPairs(text, path, definition, names);
    return { name: type, ...described(definition), ...(pairs === undefined ? {} : { pairs }) };
  });
  return { entityTypes, relationTypes };
}

function described({ description, examples }: EntityDefinition): Omit<EntityTypeDefinition, "name"> {
  return examples === undefined || examples.length === 0 ? { description } : { description, examples };
}

function sectionsOf(text: OntologyText): Readonly<Record<Section, unknown>> {
  const { value } = text;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw text.fault([], "is not an ontology: it must have the keys entities and relations");
  }
  const unknown = Object.keys(value).find((key) => !SECTIONS.some((section) => section === key));
  if (unknown !== undefined) throw text.fault([unknown], unknownKey(unknown, SECTIONS, ""));
  return value as Record<Section, unknown>;
}

function typesOf(text: OntologyText, section: Section, value: unknown): [name: string, value: unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value) || Object.keys(value).length === 0) {
    throw text.fault([section], `${section} must list at least one type, such as ${EXAMPLE[section]}`);
  }
  const types = Object.entries(value);
  if (types.length > MOST_TYPES) {
    throw text.fault([section], `${section} has ${types.length} types; keep to the ${MOST_TYPES} that matter most`);
  }
  const folded = new Map<string, string>();
  for (const [name] of types) {
    checkName(text, [section, name], name);
    const other = folded.get(foldWords(name));
    if (other !== undefined) {
      throw text.fault([section, name], `${name} differs from ${other} only in case or underscores; keep one of them`);
    }
    folded.set(foldWords(name), name);
  }
  return types;
}

const EXAMPLE: Readonly<Record<Section, string>> = {
  entities: '"Practice: Something that people do on purpose"',
  relations: '"LEADS_TO: The target follows from the source"',
};

function checkName(text: OntologyText, path: Path, name: string): void {
  if (!TYPE_NAME.test(name)) {
    throw text.fault(
      path,
      `${path[0]} has the type "${name}"; a name starts with a letter and has letters, digits and underscores only, at most 64`,
    );
  }
  if (RESERVED.has(foldWords(name))) {
    throw text.fault(path, `${name} is a reserved name; choose another`);
  }
}
