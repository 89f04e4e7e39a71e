import type { Fact, NameKey, TextRange } from "../../../../ports/index.ts";
import { insertChecked, updateChecked } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";

/** Codes of `facts.kind`. */
export const FACT_KINDS = { mention: 0, relation: 1, quote: 2, alias: 3 } as const;
export const ASSERTED = 1;
export const ACRONYM = 2;
export const RISKY = 4;

/** A fact as a row of the table, before it has a number. */
export interface FactRecord {
  readonly kind: number;
  readonly chunkNo: number;
  readonly a: number | null;
  readonly b: number | null;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly flags: number;
  readonly confidence: number;
  readonly polarity: string;
  /** The type of a relation. */
  readonly type: string;
  /** The canonical offsets of the antecedents of a relation, as JSON; empty if there are none. */
  readonly antecedents: string;
  /** The key of a statement that can be checked; else empty. */
  readonly statement: string;
  /** The variant of a mention. */
  readonly variant: number | null;
  /** Key numbers of the subjects of a quote, sorted. */
  readonly topics: string;
}

/** Equal for facts with the same statement at the same position. */
export function identity(record: FactRecord): string {
  const {
    kind,
    chunkNo,
    a,
    b,
    startOffset,
    endOffset,
    flags,
    confidence,
    polarity,
    type,
    antecedents,
    statement,
    variant,
    topics,
  } = record;
  return `${kind} ${chunkNo} ${a} ${b} ${startOffset} ${endOffset} ${flags} ${confidence} ${polarity} ${type} ${topics} ${variant} ${antecedents} ${statement}`;
}

/** The fields that most kinds of facts do not have. */
const EMPTY = {
  startOffset: 0,
  endOffset: 0,
  flags: 0,
  confidence: 1,
  polarity: "stated",
  type: "",
  antecedents: "",
  statement: "",
  variant: null,
  topics: "",
};

/** The row of a fact. Creates numbers for new names. */
export function recordOf(context: LedgerContext, fact: Fact, chunkNo: number): FactRecord {
  return { ...EMPTY, kind: FACT_KINDS[fact.kind], chunkNo, ...fieldsOf(context, fact) };
}

function fieldsOf(context: LedgerContext, fact: Fact): Pick<FactRecord, "a" | "b"> & Partial<FactRecord> {
  switch (fact.kind) {
    case "mention": {
      const flags = (fact.asserted ? ASSERTED : 0) | (fact.entity.acronym ? ACRONYM : 0);
      const key = keyNo(context, fact.entity);
      const variant = variantNo(context, key, fact.name, fact.type);
      return { ...range(fact), a: key, b: null, flags, confidence: fact.confidence, variant };
    }
    case "relation": {
      const { polarity, confidence, type, antecedents, statement } = fact;
      return {
        ...range(fact),
        a: keyNo(context, fact.source),
        b: keyNo(context, fact.target),
        polarity,
        confidence,
        type,
        antecedents: encodeRanges(antecedents),
        statement: statement?.contentKey ?? "",
        flags: statement?.isRisky === true ? RISKY : 0,
      };
    }
    case "quote": {
      const topics = [...new Set(fact.about.map((name) => keyNo(context, name)))].sort((m, n) => m - n).join(",");
      return { ...range(fact), a: fact.speaker === null ? null : keyNo(context, fact.speaker), b: null, topics };
    }
    case "alias":
      return { a: keyNo(context, fact.name), b: keyNo(context, fact.alias) };
  }
}

export function encodeRanges(ranges: readonly TextRange[]): string {
  return ranges.length === 0
    ? ""
    : JSON.stringify(ranges.map(({ startOffset, endOffset }) => [startOffset, endOffset]));
}

export function decodeRanges(encoded: string): readonly TextRange[] {
  if (encoded === "") return [];
  const ranges = JSON.parse(encoded) as (readonly [number, number])[];
  return ranges.map(([startOffset, endOffset]) => ({ startOffset, endOffset }));
}

const range = ({ startOffset, endOffset }: { startOffset: number; endOffset: number }) => ({ startOffset, endOffset });

function keyNo(context: LedgerContext, { key, stem, initials, forms }: NameKey): number {
  const known = context.sql("SELECT no, stem FROM keys WHERE key = ?").get(key) as
    { no: number; stem: string } | undefined;
  // A stem is empty since a new version of the resolver, until a fact has the key again.
  if (known !== undefined && known.stem !== "") return known.no;
  const columns = { key, stem, initials };
  if (known !== undefined) context.sql(UPDATE_KEY).run({ ...columns, no: known.no });
  const no = known?.no ?? Number(context.sql(INSERT_KEY).run(columns).lastInsertRowid);
  const insertForm = context.sql(INSERT_FORM);
  for (const form of forms) insertForm.run({ form, key_no: no });
  return no;
}

function variantNo(context: LedgerContext, key: number, name: string, type: string): number {
  const known = context
    .sql("SELECT no FROM variants WHERE key_no = ? AND name = ? AND type = ?")
    .get(key, name, type) as { no: number } | undefined;
  return known?.no ?? Number(context.sql(INSERT_VARIANT).run({ key_no: key, name, type }).lastInsertRowid);
}

const INSERT_KEY = insertChecked("keys");
const UPDATE_KEY = `${updateChecked("keys")} WHERE no = @no`;
const INSERT_FORM = insertChecked("key_forms");
const INSERT_VARIANT = insertChecked("variants");
