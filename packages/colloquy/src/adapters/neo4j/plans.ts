/** From so many relationships on, the server plans a MERGE of one by way of its ends. */
const ENOUGH_ROWS = 100;
/** Makes a plan anew and keeps it for the plain statement as well. */
const REPLAN = "CYPHER replan=force ";

/**
 * The server plans a statement by what the database holds then, and keeps the plan for some seconds at least. On a
 * database without relationships it plans to look at all of them for each row, which takes ten times as long with the
 * second batch. So each statement is planned anew, once, when enough rows were written by way of it.
 */
export class Plans {
  readonly #written = new Map<string, number>();

  /**
   * How many rows are to be committed first, by themselves: those that a scanning plan would make slow are few then.
   * 0 where the statements have good plans.
   */
  firstRows(statements: readonly string[]): number {
    return statements.some((statement) => !this.#written.has(statement)) ? ENOUGH_ROWS : 0;
  }

  /** The statement as it is to be run next. */
  planned(statement: string): string {
    const written = this.#written.get(statement) ?? 0;
    if (written < ENOUGH_ROWS || written === Number.POSITIVE_INFINITY) return statement;
    this.#written.set(statement, Number.POSITIVE_INFINITY);
    return `${REPLAN}${statement}`;
  }

  /** Tells that so many rows were committed by way of the statements. */
  committed(statements: readonly string[], rows: number): void {
    for (const statement of statements) this.#written.set(statement, (this.#written.get(statement) ?? 0) + rows);
  }
}
