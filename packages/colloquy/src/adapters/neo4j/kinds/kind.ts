import type { GraphRow } from "../../../model/index.ts";
import type { Properties, Stored, Value } from "../values.ts";
import type { Derived } from "./derived-links.ts";

/** A row as parameters of a statement. */
export interface EncodedRow {
  readonly id: string;
  /** Every property of the kind; null for a property that the row does not have, which removes an old value. */
  readonly properties: Properties;
  /** Other parameters of the kind's statements: ids of ends, labels. */
  readonly [name: string]: Value | Properties;
}

/** How one kind of row is stored. */
export interface Kind<Row extends GraphRow> {
  /** Statements that write `$rows` of `$workspace`, in order. Running them again has no further effect. */
  readonly write: readonly string[];
  /**
   * Creates the nodes that `$rows` refer to, as placeholders. It runs, followed by `write` once more, only when the
   * last statement of `write` was not `written` for every row: the nodes nearly always exist, and a lookup is half the
   * cost.
   */
  readonly placeholders?: string;
  /**
   * Removes old links of `$rows` and foreign links of our types. It runs only when the last statement of `write`
   * returns an `excess` of links.
   */
  readonly tidy?: string;
  /** Links that follow from several rows, and which each upsert of this kind may change. */
  readonly derived?: Derived<EncodedRow>;
  /**
   * Statements that remove the rows of `$ids`, and nothing foreign. A statement that returns `chunks` sets `$chunks` of
   * the next statements.
   */
  readonly remove: readonly string[];
  /** Reads `$limit` rows whose ids come after `$after`, ordered by id. */
  readonly page: string;
  /** Rows in one page. */
  readonly pageRows: number;
  encode(row: Row): EncodedRow;
  /** Accepts missing properties and properties of another type, because others may have changed them. */
  decode(stored: Stored): Row;
  /** Whether labels and links that `page` reads are those of the row. Properties are compared for every kind. */
  isAttached?(row: Row, stored: Stored): boolean;
}

/** Page size when an index gives the order: a page then costs what its rows cost. */
export const PAGE_ROWS = 1_000;
