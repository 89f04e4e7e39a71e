import type { GraphRow } from "../../../model/index.ts";
import type { Properties, Stored, Value } from "../values.ts";
import type { Derived } from "./derived-links.ts";

/** A row as the parameters of a statement. */
export interface EncodedRow {
  readonly id: string;
  /** Every property of the kind; null where the row has none, so that what an older row had goes. */
  readonly properties: Properties;
  /** What else the statements of the kind ask for: ids of ends, labels. */
  readonly [name: string]: Value | Properties;
}

/** How one kind of row lies in the database. */
export interface Kind<Row extends GraphRow> {
  /** Statements that write `$rows` of `$workspace`, in their order, with the effect of once however often they run. */
  readonly write: readonly string[];
  /**
   * Makes the nodes that `$rows` refer to, as placeholders. Only then is it run, and `write` once more, when the last
   * statement of `write` was not `written` for every row: nearly always they are there, and looking is half the price.
   */
  readonly placeholders?: string;
  /**
   * Takes links of `$rows` away that are old, or that somebody laid in our name. Only then is it run when the last
   * statement of `write` tells of an `excess` of links.
   */
  readonly tidy?: string;
  /** Links that follow from several rows, which each upsert of this kind may change. */
  readonly derived?: Derived<EncodedRow>;
  /**
   * Statements that remove the rows of `$ids`, and nothing of anybody else's. One that returns `chunks` sets `$chunks` of
   * those that follow.
   */
  readonly remove: readonly string[];
  /** Reads `$limit` rows whose ids come after `$after`, in the order of id. */
  readonly page: string;
  /** How many rows of a page are worth its cost. */
  readonly pageRows: number;
  encode(row: Row): EncodedRow;
  /** Takes any property to be missing or of another type: somebody else may have changed it. */
  decode(stored: Stored): Row;
  /** Whether labels and links that `page` reads are those of the row. Properties are compared for every kind. */
  isAttached?(row: Row, stored: Stored): boolean;
}

/** A page that an index gives in its order costs what its rows cost. */
export const PAGE_ROWS = 1_000;
