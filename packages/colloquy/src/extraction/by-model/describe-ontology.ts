import type { Ontology, RelationTypeDefinition } from "../../model/index.ts";
import { entityTypeNames } from "./schema.ts";

/** The ontology in the prompt: one line for each type. */
export function describeOntology(ontology: Ontology): string {
  const names = new Set(entityTypeNames(ontology));
  const entities = ontology.entityTypes.filter(({ name }) => names.has(name)).map((type) => describe(type));
  const relations = ontology.relationTypes.map((type) => `${describe(type)}${describePairs(type, names)}`);
  return ["Entity types:", ...entities, "", "Relation types (source, then target):", ...relations].join("\n");
}

function describe({
  name,
  description,
  examples,
}: {
  readonly name: string;
  readonly description: string;
  readonly examples?: readonly string[];
}): string {
  const said = examples === undefined || examples.length === 0 ? "" : ` Examples: ${examples.join("; ")}.`;
  return `- ${name}: ${oneLine(description)}${oneLine(said)}`;
}

/** Groups sources with the same targets, because wildcards in a file make many pairs. */
function describePairs({ pairs }: RelationTypeDefinition, entityTypes: ReadonlySet<string>): string {
  if (pairs === undefined) return "";
  const targets = Map.groupBy(pairs, ([source]) => source);
  const sources = Map.groupBy(targets, ([, of]) =>
    alternatives(
      of.map(([, target]) => target),
      entityTypes,
    ),
  );
  const allowed = [...sources].map(
    ([to, from]) =>
      `${alternatives(
        from.map(([source]) => source),
        entityTypes,
      )} -> ${to}`,
  );
  return ` Only ${allowed.join("; ")}.`;
}

function alternatives(types: readonly string[], entityTypes: ReadonlySet<string>): string {
  const distinct = new Set(types);
  return [...entityTypes].every((type) => distinct.has(type)) ? "any type" : [...distinct].join(" | ");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trimEnd();
}
