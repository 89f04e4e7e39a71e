import type Database from "better-sqlite3";
import type { DatabaseKind } from "./database-failure.ts";
import { openDatabase } from "./database.ts";
import { addChecksumFunctions } from "./ledger/checksums.ts";

/** A question with its answer. Rows with another checksum are damaged: they are not read, and stay. */
export interface AnswerRow {
  /** Names the conversation that the question belongs to. */
  readonly conversation: string;
  /** Hash of the request that the reply answers; null if it is not to be used for an equal request. */
  readonly request: string | null;
  /** The model and the prompt; null for an answer without a model. */
  readonly profile: string | null;
  /** The unchanged reply; null without a model, and if an earlier row has it. */
  readonly reply: string | null;
  /** Everything else, as JSON. */
  readonly rest: string;
}

/** A row with its number: a later one has a greater number. */
export interface NumberedAnswerRow extends AnswerRow {
  readonly no: number;
}

export interface AnswersPage {
  readonly limit: number;
  readonly conversation?: string;
  /** The number of the last row of the page before. */
  readonly after?: number;
}

export interface AnswersDatabase extends Disposable {
  /** The rows of a conversation in their order; without its name, those of the latest one. */
  conversation(named?: string | null): readonly AnswerRow[];
  /** The latest rows, of a conversation or of all, the latest first: those before a number, at most `limit`. */
  latest(page: AnswersPage): readonly NumberedAnswerRow[];
  /** The latest reply to a request; null if there is none. */
  replyTo(request: string): string | null;
  /** The row is on the disk when this returns. */
  add(row: AnswerRow): void;
}

const COLUMNS = ["conversation", "request", "profile", "reply", "rest"] as const;
const VALUES = COLUMNS.map((column) => `@${column}`).join(", ");
const INTACT = `checksum = checksum(${COLUMNS.join(", ")})`;

const ANSWERS: DatabaseKind = {
  what: "file of answers",
  code: "store",
  /** "ClqA" in ASCII. */
  applicationId: 0x436c7141,
  version: 1,
  readBy: {},
  addFunctions: addChecksumFunctions,
  schema: `
    CREATE TABLE answers (
      no INTEGER PRIMARY KEY, conversation TEXT NOT NULL, request TEXT, profile TEXT, reply TEXT, rest TEXT NOT NULL,
      checksum INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX answers_conversation ON answers (conversation);
    CREATE INDEX answers_request ON answers (request) WHERE request IS NOT NULL;`,
  remedy: "move it away, and the next question makes a new one",
  // A process that was killed left it: the next answer creates the tables.
  emptyRemedy: null,
};

/**
 * Opens the questions and replies of a workspace; without `readonly`, the file is created if it is missing. Several processes
 * may write it at once.
 * @throws ColloquyError as `openDatabase`, with code `store` for another file; an error of the system for a folder that may
 *   not be written.
 */
export function openAnswers(path: string, { readonly }: { readonly readonly: boolean }): AnswersDatabase {
  const { connection, guard, write, close } = openDatabase(path, ANSWERS, { readonly });
  if (!readonly) guard(() => connection.pragma("synchronous = FULL"));
  const read = <Result>(rows: () => Result, none: Result): Result =>
    guard(() => (readonly && hasNoTables(connection) ? none : rows()));
  return {
    conversation: (named = null) =>
      read(
        () =>
          connection
            .prepare(
              `SELECT ${COLUMNS.join(", ")} FROM answers WHERE ${INTACT} AND conversation =
                 coalesce(?, (SELECT conversation FROM answers WHERE ${INTACT} ORDER BY no DESC LIMIT 1)) ORDER BY no`,
            )
            .all(named) as AnswerRow[],
        [],
      ),
    latest: ({ limit, conversation = null, after = null }) =>
      read(
        () =>
          connection
            .prepare(
              `SELECT no, ${COLUMNS.join(", ")} FROM answers WHERE ${INTACT}
                 AND (@conversation IS NULL OR conversation = @conversation) AND (@after IS NULL OR no < @after)
               ORDER BY no DESC LIMIT @limit`,
            )
            .all({ limit, conversation, after }) as NumberedAnswerRow[],
        [],
      ),
    replyTo: (request) =>
      read(
        () =>
          (connection
            .prepare(
              `SELECT reply FROM answers WHERE request = ? AND reply IS NOT NULL AND ${INTACT} ORDER BY no DESC LIMIT 1`,
            )
            .pluck()
            .get(request) ?? null) as string | null,
        null,
      ),
    add: (row) =>
      write(() => {
        connection
          .prepare(`INSERT INTO answers (${COLUMNS.join(", ")}, checksum) VALUES (${VALUES}, checksum(${VALUES}))`)
          .run(row);
      }),
    [Symbol.dispose]: close,
  };
}

function hasNoTables(connection: Database.Database): boolean {
  return connection.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() === 0;
}
