/** From this number of relationships on, the server plans a MERGE of one by way of its ends. */
const ENOUGH_ROWS = 100;
/** Replans the statement, and keeps the plan for the plain statement too. */
const REPLAN = "CYPHER replan=force ";

/**
 * Forces a new plan of each write statement once, after enough rows. The server plans a statement by the current size
 * of the database, and keeps the plan for some seconds. On a database without relationships it plans a scan of all
 * relationships for each row, which is ten times as slow from the second batch on.
 */
export class Plans {
  readonly #written = new Map<string, number>();

  /**
   * Rows to commit first, in a transaction of their own, so a scanning plan handles few rows. 0 when the plans are
   * good.
   */
  firstRows(statements: readonly string[]): number {
    return statements.some((statement) => !this.#written.has(statement)) ? ENOUGH_ROWS : 0;
  }

  /** The statement to run next. */
  planned(statement: string): string {
    const written = this.#written.get(statement) ?? 0;
    if (written < ENOUGH_ROWS || written === Number.POSITIVE_INFINITY) return statement;
    this.#written.set(statement, Number.POSITIVE_INFINITY);
    return `${REPLAN}${statement}`;
  }

  /** Records that the statements committed this number of rows. */
  committed(statements: readonly string[], rows: number): void {
    for (const statement of statements) this.#written.set(statement, (this.#written.get(statement) ?? 0) + rows);
  }
}
