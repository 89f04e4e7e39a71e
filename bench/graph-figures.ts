import { words, wordForms } from "../packages/colloquy/src/analysis/index.ts";
import {
  CROSS_EPISODE,
  type EntityRow,
  type Evidence,
  type GraphRow,
  type MentionRow,
  type RelationshipRow,
} from "../packages/colloquy/src/index.ts";
import { isSymmetric } from "../packages/colloquy/src/model/index.ts";

/** How clean a graph is. */
export interface GraphFigures {
  readonly chunks: number;
  readonly entities: number;
  readonly singleMention: number;
  readonly singleChunk: number;
  /** The same with the chunks in which a name was found afterwards. */
  readonly singleChunkFound: number;
  /** Pairs of an entity and a chunk that mentions it, and pairs of an entity and a chunk in which a name was found. */
  readonly mentioningChunks: number;
  readonly foundChunks: number;
  /** Entities without a relationship to another entity. */
  readonly unrelated: number;
  /** Entities of the largest connected part of the graph. */
  readonly largestComponent: number;
  /** Names that two entities of different types have. */
  readonly conflictingNames: number;
  readonly relationships: number;
  /** Relationships that no words state. The other figures leave them out. */
  readonly derived: number;
  /** Pieces of evidence that state, negate, ask or suppose a relationship. */
  readonly statements: number;
  /** Statements with an end of which the words have no content word, in any form. The speaker of the words counts as named. */
  readonly missingEnd: number;
  /** Those of them whose antecedents name no content word of the end either. */
  readonly missingEndAndAntecedent: number;
  readonly pairs: number;
  /** Ordered pairs of entities with relationships of several types. */
  readonly severalTypes: number;
  /** Pairs of entities with directed relationships in both directions. */
  readonly reversed: number;
}

/** Counted items as text. The order of `found` and `statements` is that of hashes: the first ones are a random sample. */
export type GraphExamples = Readonly<
  Record<"found" | "conflictingNames" | "missingEnd" | "severalTypes" | "reversed" | "statements", readonly string[]>
>;

/** @param rows All rows of a graph. */
export function measureGraph(rows: readonly GraphRow[]): {
  readonly figures: GraphFigures;
  readonly examples: GraphExamples;
} {
  const entities = new Map(rows.flatMap((row) => (row.kind === "entity" ? [[row.id, row] as const] : [])));
  const relationships = rows.filter(
    (row): row is RelationshipRow =>
      row.kind === "relationship" && row.type !== CROSS_EPISODE && row.derived === undefined,
  );
  const statements = statementsIn(rows, relationships, entities);
  const missingEnd = statements.filter(({ ends, evidence }) => ends.some((end) => !isNamedIn(end, evidence)));
  const unexplained = missingEnd.filter(({ ends, evidence }) =>
    ends.some((end) => ![evidence, ...(evidence.antecedents ?? [])].some((words) => isNamedIn(end, words))),
  );
  const nameOf = (id: string): string => entities.get(id)?.name ?? id;
  const describe = ({ source, type, target }: RelationshipRow): string => `${nameOf(source)} ${type} ${nameOf(target)}`;
  const quoted = ({ relationship, evidence }: Statement): string =>
    `${describe(relationship)} (${evidence.polarity}): "${evidence.text}"`;
  const byPair = Map.groupBy(relationships, ({ source, target }) => `${source} ${target}`);
  const severalTypes = [...byPair.values()].filter((of) => of.length > 1);
  const directed = relationships.filter(({ type }) => !isSymmetric(type));
  const pairs = new Map(directed.map((each) => [`${each.source} ${each.target}`, each]));
  const reversed = [...pairs.values()].flatMap((each) => {
    const other = pairs.get(`${each.target} ${each.source}`);
    return other !== undefined && each.source < each.target ? [[each, other]] : [];
  });
  const conflicts = conflictingNames([...entities.values()]);
  const figures = {
    chunks: rows.filter(({ kind }) => kind === "chunk").length,
    entities: entities.size,
    singleMention: [...entities.values()].filter(({ mentions }) => mentions === 1).length,
    ...countChunks(rows),
    ...measureComponents(entities, relationships),
    conflictingNames: conflicts.length,
    relationships: relationships.length,
    derived: rows.filter((row) => row.kind === "relationship" && row.derived !== undefined).length,
    statements: statements.length,
    missingEnd: missingEnd.length,
    missingEndAndAntecedent: unexplained.length,
    pairs: byPair.size,
    severalTypes: severalTypes.length,
    reversed: reversed.length,
  };
  const examples = {
    found: foundExamples(rows, nameOf),
    conflictingNames: conflicts,
    missingEnd: missingEnd.map(quoted),
    severalTypes: severalTypes.map((of) => of.map(describe).join(" | ")),
    reversed: reversed.map((of) => of.map(describe).join(" | ")),
    statements: statements.toSorted((one, other) => (one.id < other.id ? -1 : 1)).map(quoted),
  };
  return { figures, examples };
}

interface Statement {
  readonly id: string;
  readonly relationship: RelationshipRow;
  readonly ends: readonly EntityRow[];
  readonly evidence: Evidence;
}

function statementsIn(
  rows: readonly GraphRow[],
  relationships: readonly RelationshipRow[],
  entities: ReadonlyMap<string, EntityRow>,
): readonly Statement[] {
  const byId = new Map(relationships.map((each) => [each.id, each]));
  return rows.flatMap((row): readonly Statement[] => {
    if (row.kind !== "evidence" || row.evidence.polarity === "implied") return [];
    const relationship = byId.get(row.of);
    if (relationship === undefined) return [];
    const ends = [relationship.source, relationship.target].flatMap((id) => entities.get(id) ?? []);
    return [{ id: row.id, relationship, ends, evidence: row.evidence }];
  });
}

/** Whether words have a content word of a name or an alias of an entity, in any form, or are said by it. */
function isNamedIn({ name, aliases }: EntityRow, { text, speaker }: Pick<Evidence, "text" | "speaker">): boolean {
  const names = [name, ...aliases.map((alias) => alias.name)];
  if (speaker !== null && names.includes(speaker)) return true;
  const said = new Set(words(text).flatMap((word) => wordForms(word).family));
  const joined = words(text).join("");
  return names.some((each) => {
    const parts = words(each);
    if (joined.includes(parts.join(""))) return true;
    const content = parts.filter((part) => !FUNCTION_WORDS.has(part));
    return content.some((part) => wordForms(part).family.some((form) => said.has(form)));
  });
}

const FUNCTION_WORDS = new Set("the a an of and or in on to for with by at from".split(" "));

function conflictingNames(entities: readonly EntityRow[]): readonly string[] {
  const byName = Map.groupBy(
    entities.flatMap(({ name, aliases, type, id }) =>
      [...new Set([name, ...aliases.map((alias) => alias.name)].map((each) => each.toLowerCase()))].map((each) => ({
        name: each,
        type,
        id,
      })),
    ),
    ({ name }) => name,
  );
  return [...byName].flatMap(([name, of]) => {
    const types = [...new Set(of.map(({ type }) => type))].sort();
    return types.length > 1 ? [`${name}: ${types.join(", ")}`] : [];
  });
}

function countChunks(
  rows: readonly GraphRow[],
): Pick<GraphFigures, "singleChunk" | "singleChunkFound" | "mentioningChunks" | "foundChunks"> {
  const [mentioning, all] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  for (const row of rows)
    if (row.kind === "mention")
      for (const chunksOf of row.found === true ? [all] : [mentioning, all])
        chunksOf.set(row.entity, (chunksOf.get(row.entity) ?? new Set()).add(row.evidence.chunk));
  const single = (chunksOf: typeof all): number => [...chunksOf.values()].filter(({ size }) => size === 1).length;
  const links = (chunksOf: typeof all): number => [...chunksOf.values()].reduce((sum, { size }) => sum + size, 0);
  const mentioningChunks = links(mentioning);
  return {
    singleChunk: single(mentioning),
    singleChunkFound: single(all),
    mentioningChunks,
    foundChunks: links(all) - mentioningChunks,
  };
}

const SHOWN_AROUND = 60;

function foundExamples(rows: readonly GraphRow[], nameOf: (id: string) => string): readonly string[] {
  const chunks = new Map(rows.flatMap((row) => (row.kind === "chunk" ? [[row.id, row] as const] : [])));
  const found = rows.filter((row): row is MentionRow => row.kind === "mention" && row.found === true);
  return found
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ entity, evidence: { chunk: id, startOffset, endOffset, text } }) => {
      const { text: whole = "", startOffset: from = 0 } = chunks.get(id) ?? {};
      const before = whole.slice(Math.max(0, startOffset - from - SHOWN_AROUND), startOffset - from);
      const after = whole.slice(endOffset - from, endOffset - from + SHOWN_AROUND);
      return `${nameOf(entity)}: ${`${before}[${text}]${after}`.replace(/\s+/gu, " ")}`;
    });
}

function measureComponents(
  entities: ReadonlyMap<string, EntityRow>,
  relationships: readonly RelationshipRow[],
): Pick<GraphFigures, "unrelated" | "largestComponent"> {
  const neighbours = new Map<string, string[]>();
  for (const { source, target } of relationships)
    for (const [from, to] of [
      [source, target],
      [target, source],
    ] as const) {
      const known = neighbours.get(from);
      if (known === undefined) neighbours.set(from, [to]);
      else known.push(to);
    }
  const reached = new Set<string>();
  let largestComponent = 0;
  for (const start of entities.keys()) {
    const open = [start];
    let size = 0;
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (reached.has(id)) continue;
      reached.add(id);
      size += 1;
      open.push(...(neighbours.get(id) ?? []));
    }
    largestComponent = Math.max(largestComponent, size);
  }
  const unrelated = [...entities.keys()].filter((id) => !neighbours.has(id)).length;
  return { unrelated, largestComponent };
}
