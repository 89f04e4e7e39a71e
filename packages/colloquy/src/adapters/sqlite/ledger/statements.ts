import type { Database, Statement } from "better-sqlite3";

/** The prepared statements of a connection. */
export interface Statements {
  /** Prepares a statement once. */
  sql(text: string): Statement<unknown[]>;
}

export function statementsOf(database: Database): Statements {
  const prepared = new Map<string, Statement<unknown[]>>();
  return {
    sql(text) {
      let statement = prepared.get(text);
      if (statement === undefined) {
        statement = database.prepare<unknown[]>(text);
        prepared.set(text, statement);
      }
      return statement;
    },
  };
}
