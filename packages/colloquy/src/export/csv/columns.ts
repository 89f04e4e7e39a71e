import type { Evidence, GraphRow, GraphRowKind } from "../../model/index.ts";

export type RowOf<Kind extends GraphRowKind> = Extract<GraphRow, { readonly kind: Kind }>;
export type Cell = string | number | boolean | null | undefined;
/** The name of an entity, or the file of a transcript, by id; null if it is unknown. */
export type NameOf = (id: string | null) => string | null;
/** The columns of a table in their order, each with its value in a row. */
type Columns<Row> = Readonly<Record<string, (row: Row, nameOf: NameOf) => Cell>>;

const EVIDENCE_KEYS = [
  "file",
  "chunk",
  "speaker",
  "startMs",
  "approximate",
  "endMs",
  "startOffset",
  "endOffset",
  "polarity",
  "text",
] as const satisfies readonly (keyof Evidence)[];

/** Columns of evidence. */
const WORDS: Columns<{ readonly evidence: Evidence }> = Object.fromEntries(
  EVIDENCE_KEYS.map((key) => [key, ({ evidence }) => evidence[key]]),
);

/** Columns of values that have the name of their key. */
function same<Key extends string>(...keys: readonly Key[]): Columns<{ readonly [Each in Key]?: Cell }> {
  return Object.fromEntries(keys.map((key) => [key, (row) => row[key]]));
}

const SEPARATOR = "; ";

/** The columns of each kind of rows. Several values in a cell are separated by `; `. */
export const COLUMNS: { readonly [Kind in GraphRowKind]: Columns<RowOf<Kind>> } = {
  transcript: same("id", "file", "format", "turns"),
  chunk: {
    ...same("id", "transcript", "file", "ordinal"),
    speakers: ({ speakers }) => speakers.join(SEPARATOR),
    ...same("startMs", "approximate", "endMs", "startOffset", "endOffset", "profile", "text"),
  },
  entity: {
    ...same("id", "name", "type"),
    aliases: ({ aliases }) => aliases.map(({ name }) => name).join(SEPARATOR),
    ...same("mentions", "transcripts"),
  },
  mention: {
    ...same("id", "entity"),
    entityName: ({ entity }, nameOf) => nameOf(entity),
    ...same("found"),
    ...WORDS,
  },
  relationship: {
    ...same("id", "source"),
    sourceName: ({ source }, nameOf) => nameOf(source),
    ...same("type", "target"),
    targetName: ({ target }, nameOf) => nameOf(target),
    ...same("confidence", "count"),
    stated: ({ polarity }) => polarity.stated,
    negated: ({ polarity }) => polarity.negated,
    question: ({ polarity }) => polarity.question,
    hypothetical: ({ polarity }) => polarity.hypothetical,
    implied: ({ polarity }) => polarity.implied,
    derived: ({ derived }) => (derived === undefined ? null : true),
    ...same("withdrawn"),
  },
  quote: {
    ...same("id"),
    person: ({ speaker }) => speaker,
    personName: ({ speaker }, nameOf) => nameOf(speaker),
    about: ({ about }) => about.join(SEPARATOR),
    aboutNames: ({ about }, nameOf) => about.map((id) => nameOf(id) ?? id).join(SEPARATOR),
    ...WORDS,
  },
  evidence: { ...same("id", "of"), ...WORDS },
};

/** The ids whose names the table of a row shows. */
export function namedIn(row: GraphRow): readonly (string | null)[] {
  switch (row.kind) {
    case "mention":
      return [row.entity];
    case "relationship":
      return [row.source, row.target];
    case "quote":
      return [row.speaker, ...row.about];
    default:
      return [];
  }
}
