import type { Statement } from "better-sqlite3";
import type { Alias, EntityRow } from "../../../model/index.ts";
import { foldCase, hasFoldedWords, hasWords } from "../../../model/index.ts";
import type { EntityPosition, Page, TranscriptTopic } from "../../../ports/index.ts";
import { decodeId, decodeText, encodeId, encodeText, sameValue, type SqlValue } from "../encoding.ts";
import type { Columns } from "../row-table.ts";
import type { GraphContext, KindTable } from "./context.ts";
import { NodeTable } from "./node-table.ts";
import { saidRows, type Spoken } from "./speech.ts";
import { NO_LABEL } from "./support-table.ts";

const COLUMNS = ["name", "type", "aliases", "mentions", "transcripts"];
const SELECT = `SELECT node.value, ${COLUMNS.map((column) => `e.${column}`).join(", ")}`;
const ORDER = "ORDER BY e.mentions DESC, e.name, node.value";
/** Entities by their numbers, as JSON. */
const WANTED = `${SELECT} FROM json_each(?) wanted CROSS JOIN entity e ON e.n = wanted.value CROSS JOIN node ON node.n = e.n`;
const RANKED = `${WANTED} ${ORDER}`;
/** The entities among which words are looked for first. */
const MOST_MENTIONED = 1_000;
/** Follows an entity in that order. The range of mentions is the first condition, so that SQLite uses the index. */
const AFTER = "e.mentions <= ? AND (e.mentions < ? OR e.name > ? OR (e.name = ? AND node.value > ?))";
/** Indexed characters of a folded name; the remaining characters are compared after reading. */
const INDEXED_LENGTH = 200;

export class EntityTable implements KindTable<EntityRow> {
  readonly #context: GraphContext;
  readonly #table: NodeTable;
  readonly #insertName: Statement<[SqlValue, number]>;
  readonly #deleteName: Statement<[SqlValue, number]>;
  readonly #named: Statement<[SqlValue], number>;
  readonly #ranked: Statement<[string], SqlValue[]>;
  readonly #said: Statement<[string, number, number, number], SqlValue[]>;
  readonly #inTranscript: Statement<[number, number, number], SqlValue[]>;
  readonly #statements = new Map<string, Statement<SqlValue[], SqlValue[]>>();

  constructor(context: GraphContext) {
    const { connection } = context;
    this.#context = context;
    this.#table = new NodeTable(context, "entity", COLUMNS);
    this.#insertName = connection.prepare(
      "INSERT INTO entity_name(folded, entity) VALUES (?, ?) ON CONFLICT DO NOTHING",
    );
    this.#deleteName = connection.prepare("DELETE FROM entity_name WHERE folded = ? AND entity = ?");
    this.#named = connection.prepare<[SqlValue], number>("SELECT entity FROM entity_name WHERE folded = ?").pluck();
    this.#ranked = connection.prepare<[string], SqlValue[]>(RANKED).raw();
    this.#inTranscript = connection
      .prepare<[number, number, number], SqlValue[]>(
        `${SELECT}, said.mentions FROM (
           SELECT m.subject, count(*) AS mentions FROM chunk c CROSS JOIN mention m ON m.chunk = c.n
           WHERE c.transcript = ? AND m.polarity <> ? GROUP BY m.subject) said
         CROSS JOIN entity e ON e.n = said.subject CROSS JOIN node ON node.n = e.n
         ORDER BY said.mentions DESC, e.name, node.value LIMIT ?`,
      )
      .raw();
    this.#said = connection
      .prepare<[string, number, number, number], SqlValue[]>(
        `${SELECT}, topic.mentions FROM (
           SELECT said.subject, count(*) AS mentions FROM ${saidRows("mention")}
           WHERE said.subject <> ? AND said.polarity <> ? GROUP BY said.subject) topic
         CROSS JOIN entity e ON e.n = topic.subject CROSS JOIN node ON node.n = e.n
         ORDER BY topic.mentions DESC, e.name, node.value LIMIT ?`,
      )
      .raw();
  }

  upsert(row: EntityRow): void {
    const { labels, counters } = this.#context;
    const type = labels.intern(row.type);
    const aliases = JSON.stringify(row.aliases.map(({ name, reason }) => [name, reason]));
    const columns = [encodeText(row.name), type, aliases, row.mentions, row.transcripts];
    const { n, written } = this.#table.put(row.id, columns);
    if (written === "same") return;
    if (written !== "inserted") {
      counters.add("entity", -1, written[1] as number);
      if (sameValue(written[0] ?? null, columns[0] ?? null) && written[2] === aliases) {
        counters.add("entity", 1, type);
        return;
      }
      this.#removeNames(n, written);
    }
    counters.add("entity", 1, type);
    for (const name of indexedNames(row.name, row.aliases)) this.#insertName.run(name, n);
  }

  remove(id: string): void {
    const taken = this.#table.take(id);
    if (taken === null) return;
    this.#context.counters.add("entity", -1, taken.columns[1] as number);
    this.#removeNames(taken.n, taken.columns);
  }

  get(id: string): EntityRow | null {
    const columns = this.#table.get(id);
    return columns === null ? null : this.#decode(id, columns);
  }

  page(after: string | null, limit: number): EntityRow[] {
    return this.#table.page(after, limit, (id, columns) => this.#decode(id, columns));
  }

  /** Entities with one of the keys as id, name or alias. */
  find(keys: readonly string[]): EntityRow[] {
    const folded = new Set(keys.map(foldCase));
    const wanted = new Set(keys);
    const numbers = new Set([...folded].flatMap((name) => this.#named.all(indexed(name))));
    for (const id of keys.filter((key) => key.isWellFormed())) {
      const node = this.#context.nodes.find(id);
      if (node !== null) numbers.add(node);
    }
    return this.#rows(this.#ranked.all(JSON.stringify([...numbers]))).filter(
      ({ id, name, aliases }) =>
        wanted.has(id) || namesOf({ name, aliases }).some((each) => folded.has(foldCase(each))),
    );
  }

  list({ limit, type, after }: Page<EntityPosition> & { readonly type?: string }): EntityRow[] {
    const conditions: string[] = [];
    const parameters: SqlValue[] = [];
    if (type !== undefined) {
      const label = this.#context.labels.find(type);
      if (label === null) return [];
      conditions.push("e.type = ?");
      parameters.push(label);
    }
    if (after !== undefined) {
      const name = encodeText(after.name);
      conditions.push(AFTER);
      parameters.push(after.mentions, after.mentions, name, name, encodeId(after.id));
    }
    const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
    const statement = this.#statement(`${SELECT} FROM entity e CROSS JOIN node USING (n) ${where} ${ORDER} LIMIT ?`);
    return this.#rows(statement.all(...parameters, limit));
  }

  /** The topics of what a person says, except the person, with the number of mentions. */
  said(pairs: Spoken["pairs"], person: number, limit: number): TranscriptTopic[] {
    const found = this.#context.labels.find("implied") ?? NO_LABEL;
    return this.#said.all(pairs, person, found, limit).map((columns) => this.#topic(columns));
  }

  /** The entities that a transcript mentions, with the number of mentions. */
  inTranscript(transcript: string, limit: number): TranscriptTopic[] {
    const { nodes, labels } = this.#context;
    const node = nodes.find(transcript);
    if (node === null) return [];
    const found = labels.find("implied") ?? NO_LABEL;
    return this.#inTranscript.all(node, found, limit).map((columns) => this.#topic(columns));
  }

  /** Entities with a name in which words begin with each of the words, the most mentioned first. */
  withWords(
    words: readonly string[],
    { limit, ...filter }: { readonly limit: number; readonly type?: string },
  ): EntityRow[] {
    const folded = words.map(foldCase);
    const isNamed = (row: EntityRow): boolean => namesOf(row).some((name) => hasWords(name, folded));
    // Most words that somebody types are in names that are mentioned often.
    const found = this.list({ limit: MOST_MENTIONED, ...filter }).filter(isNamed);
    if (found.length >= limit) return found.slice(0, limit);
    const numbers = JSON.stringify([...new Set(this.#namedWith(folded))]);
    if (filter.type === undefined) return this.#rows(this.#statement(`${RANKED} LIMIT ?`).all(numbers, limit));
    const type = this.#context.labels.find(filter.type) ?? NO_LABEL;
    return this.#rows(this.#statement(`${WANTED} WHERE e.type = ? ${ORDER} LIMIT ?`).all(numbers, type, limit));
  }

  /** Numbers of the entities with such a name; one may come several times. */
  *#namedWith(folded: readonly string[]): Generator<number> {
    if (folded.length === 0) return;
    // A name that is no text has unpaired surrogates: SQLite cannot look into it.
    const contains = folded.map(() => "instr(folded, ?) > 0").join(" AND ");
    const names = this.#statement(
      `SELECT folded, entity FROM entity_name WHERE typeof(folded) = 'blob' OR ${contains}`,
    );
    for (const [name, entity] of names.iterate(...folded.map(encodeText)))
      if (hasFoldedWords(decodeText(name), folded)) yield entity as number;
  }

  #topic(columns: SqlValue[]): TranscriptTopic {
    const [id, ...row] = columns;
    return { entity: this.#decode(decodeId(id), row), mentions: columns.at(-1) as number };
  }

  #statement(sql: string): Statement<SqlValue[], SqlValue[]> {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#context.connection.prepare<SqlValue[], SqlValue[]>(sql).raw();
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #removeNames(n: number, columns: Columns): void {
    for (const name of indexedNames(decodeText(columns[0]), decodeAliases(columns[2]))) this.#deleteName.run(name, n);
  }

  #rows(found: readonly SqlValue[][]): EntityRow[] {
    return found.map(([id, ...columns]) => this.#decode(decodeId(id), columns));
  }

  #decode(id: string, [name, type, aliases, mentions, transcripts]: Columns): EntityRow {
    return {
      kind: "entity",
      id,
      name: decodeText(name),
      type: this.#context.labels.value(type),
      aliases: decodeAliases(aliases),
      mentions: mentions as number,
      transcripts: transcripts as number,
    };
  }
}

function namesOf({ name, aliases }: Pick<EntityRow, "name" | "aliases">): readonly string[] {
  return [name, ...aliases.map((alias) => alias.name)];
}

function decodeAliases(stored: SqlValue | undefined): Alias[] {
  return (JSON.parse(stored as string) as [string, string][]).map(([name, reason]) => ({ name, reason }));
}

function indexed(folded: string): SqlValue {
  return encodeText(folded.slice(0, INDEXED_LENGTH));
}

function indexedNames(name: string, aliases: readonly Alias[]): SqlValue[] {
  return [...new Set(namesOf({ name, aliases }).map(foldCase))].map(indexed);
}
