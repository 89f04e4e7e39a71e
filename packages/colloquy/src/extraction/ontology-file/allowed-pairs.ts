import { nearestWord } from "../../model/index.ts";
import type { RelationDefinition, TypesOfEnd } from "./definitions.ts";
import type { OntologyText, Path } from "./ontology-text.ts";

type Pair = readonly [source: string, target: string];

const ANY = "*";

/**
 * The pairs of types that a relation allows, with lists and wildcards expanded; undefined if it allows all pairs.
 * @throws ColloquyError `configuration` for a type that the file does not have.
 */
export function allowedPairs(
  text: OntologyText,
  path: Path,
  { from, to, pairs }: RelationDefinition,
  entityTypes: readonly string[],
): readonly Pair[] | undefined {
  const isDirect = from !== undefined || to !== undefined;
  if (isDirect && pairs !== undefined) {
    throw text.fault([...path, "pairs"], `${path.join(".")} has both pairs and from or to; keep one of them`);
  }
  const groups = isDirect
    ? [{ from, to, path }]
    : (pairs ?? []).map((group, position) => ({ ...group, path: [...path, "pairs", position] }));
  const expanded = groups.flatMap((group) => {
    const sources = typesOf(text, [...group.path, "from"], group.from, entityTypes);
    const targets = typesOf(text, [...group.path, "to"], group.to, entityTypes);
    return sources.flatMap((source) => targets.map((target): Pair => [source, target]));
  });
  const distinct = [...new Map(expanded.map((pair) => [pair.join(" "), pair])).values()];
  return groups.length === 0 || distinct.length === entityTypes.length ** 2 ? undefined : distinct;
}

function typesOf(
  text: OntologyText,
  path: Path,
  end: TypesOfEnd | undefined,
  known: readonly string[],
): readonly string[] {
  const named = typeof end === "string" ? [end] : (end ?? [ANY]);
  const unknown = named.find((type) => type !== ANY && !known.includes(type));
  if (unknown === undefined) return named.includes(ANY) ? known : named;
  const nearest = nearestWord(unknown, known);
  const help = nearest === null ? `its entities are ${known.join(", ")}` : `did you mean "${nearest}"?`;
  throw text.fault(path, `${path.join(".")} names the type "${unknown}", which is not among the entities; ${help}`);
}
