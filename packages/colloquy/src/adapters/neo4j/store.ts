import type { Transaction } from "neo4j-driver";
import {
  begunState,
  ColloquyError,
  completedState,
  foldCase,
  type GraphRow,
  type GraphRowKind,
  type ProjectedEpoch,
  type StoreState,
} from "../../model/index.ts";
import type { EntityPosition, GraphCounts, GraphStore, Page, SpokenBy } from "../../ports/index.ts";
import { checkWritable } from "./check.ts";
import { Claim } from "./claim.ts";
import { clearWorkspace } from "./clear.ts";
import { Connection } from "./connection.ts";
import type { TypeNames } from "./constraints.ts";
import { readCounts } from "./counts.ts";
import { isMissingIndex } from "./failures.ts";
import { KINDS } from "./kinds/index.ts";
import type { Kind } from "./kinds/kind.ts";
import { nameValue } from "./kinds/entity.ts";
import { isNamed, nameKey, nameKeyQuery } from "./kinds/name-keys.ts";
import { Plans } from "./plans.ts";
import { Portions } from "./portions.ts";
import { entitiesQuery, evidenceQuery, mentionsQuery, QUERIES, quotesQuery, relationshipsQuery } from "./queries.ts";
import { everyPage, readFiles, readLabels, type ReadParameters, readRows, readTopics } from "./read.ts";
import { createSchema } from "./schema.ts";
import type { Neo4jSettings, Neo4jStoreOptions } from "./settings.ts";
import { lastOfEachId } from "./slices.ts";
import { lockState, readState, writeState } from "./state.ts";
import { textValue } from "./values.ts";
import { removeRows, writeRows } from "./write.ts";

/**
 * The graph of one workspace in a Neo4j 5.26 or newer. Connects with the first call, which fails at once where the
 * server cannot be used; later calls are tried again while it does not answer.
 */
export function openNeo4jGraphStore(settings: Neo4jSettings, options: Neo4jStoreOptions): Neo4jGraphStore {
  return new Neo4jGraphStore(settings, options);
}

/** A graph store that may have to wait for its server. */
export class Neo4jGraphStore implements GraphStore {
  readonly name = "neo4j";
  readonly batchRows = 5_000;
  readonly #connection: Connection;
  readonly #workspace: string;
  readonly #types: TypeNames | undefined;
  readonly #plans = new Plans();
  readonly #portions: Portions;
  readonly #claim: Claim;
  /** The last write: one after the other, because two writers on one hub would wait for each other's locks. */
  #lastWrite: Promise<unknown> = Promise.resolve();

  constructor(settings: Neo4jSettings, options: Neo4jStoreOptions) {
    this.#connection = new Connection(settings, options);
    this.#workspace = options.workspace;
    this.#types = options.types;
    this.#portions = new Portions(this.#connection);
    this.#claim = new Claim(this.#connection, options.workspace);
  }

  async prepare(): Promise<void> {
    await this.#inTurn(async () => {
      await checkWritable(this.#connection, this.#types);
      await createSchema(this.#connection);
    });
  }

  async state(): Promise<StoreState | null> {
    return this.#connection.read((transaction) => readState(transaction, this.#workspace));
  }

  async claim(marker: string): Promise<string | null> {
    return this.#inTurn(() => this.#claim.take(marker));
  }

  async begin(target: ProjectedEpoch): Promise<void> {
    await this.#inTurn(() => this.#claim.take(target.marker));
    await this.#changeState((before) => begunState(before, target));
  }

  async clear(): Promise<void> {
    await this.#inTurn(() => clearWorkspace(this.#connection, this.#portions, this.#claim, this.#workspace));
  }

  async upsert(kind: GraphRowKind, rows: readonly GraphRow[]): Promise<void> {
    const stranger = rows.find((row) => row.kind !== kind);
    if (stranger !== undefined) {
      throw new ColloquyError(
        "invalid-input",
        `All rows of an upsert of ${kind} must be of that kind, got ${stranger.kind}.`,
      );
    }
    const last = lastOfEachId(rows);
    const first = this.#plans.firstRows(KINDS[kind].write);
    for (const some of [last.slice(0, first), last.slice(first)])
      await this.#portions.each(some, (part) => this.#upsertPart(kind, part));
  }

  async remove(kind: GraphRowKind, ids: readonly string[]): Promise<void> {
    await this.#portions.each(ids, (part) =>
      this.#write((transaction) => removeRows(transaction, this.#workspace, kind, part)),
    );
  }

  async complete(target: ProjectedEpoch): Promise<void> {
    await this.#changeState(() => completedState(target));
  }

  async counts(): Promise<GraphCounts> {
    return this.#connection.read((transaction) => readCounts(transaction, this.#workspace));
  }

  rows(kind: GraphRowKind): AsyncIterable<readonly GraphRow[]> {
    return everyPage(this.#connection, this.#portions, this.#workspace, kind);
  }

  async transcripts(page: Page) {
    return this.#list(QUERIES.transcripts, KINDS.transcript, { ...page });
  }

  async chunk(id: string) {
    return (await this.#list(QUERIES.chunk, KINDS.chunk, { id }))[0] ?? null;
  }

  async entity(id: string) {
    return (await this.#list(QUERIES.entity, KINDS.entity, { id }))[0] ?? null;
  }

  async entitiesByName(name: string) {
    const found = await this.#list(QUERIES.entitiesByName, KINDS.entity, { query: nameKeyQuery(name) }).catch(
      (error: unknown) => {
        if (!isMissingIndex(error)) throw error;
        return this.#list(QUERIES.entitiesByKey, KINDS.entity, { key: nameKey(name) });
      },
    );
    const folded = foldCase(name);
    return found.filter((row) => isNamed(row, folded));
  }

  async entities({ type, after, ...page }: Page & { readonly type?: string; readonly after?: EntityPosition }) {
    return this.#list(entitiesQuery(type !== undefined, after !== undefined), KINDS.entity, {
      ...page,
      type: type === undefined ? null : textValue(type),
      afterMentions: after?.mentions ?? null,
      afterName: after === undefined ? null : nameValue(after.name),
      afterId: after?.id ?? null,
    });
  }

  async relationships({ entity, type, ...page }: Page & { readonly entity?: string; readonly type?: string }) {
    const statement = relationshipsQuery(entity !== undefined, type !== undefined);
    const parameters = { ...page, entity: entity ?? null, type: type === undefined ? null : textValue(type) };
    return this.#list(statement, KINDS.relationship, parameters);
  }

  async statements(person: string, page: Page) {
    return this.#list(QUERIES.statements, KINDS.relationship, { ...page, person });
  }

  async evidence(of: string, { speaker, ...page }: Page & SpokenBy) {
    const parameters = { ...page, of, person: speaker ?? null };
    return this.#list(evidenceQuery(speaker !== undefined), KINDS.evidence, parameters);
  }

  async mentions(entity: string, { speaker, ...page }: Page & SpokenBy) {
    const parameters = { ...page, entity, person: speaker ?? null };
    return this.#list(mentionsQuery(speaker !== undefined), KINDS.mention, parameters);
  }

  async topics(person: string, page: Page) {
    const parameters = { ...page, person, workspace: this.#workspace };
    return this.#connection.read((transaction) => readTopics(transaction, QUERIES.topics, parameters));
  }

  async speakerLabels(person: string) {
    return this.#connection.read((transaction) => readLabels(transaction, this.#workspace, person));
  }

  async filesOf(entity: string) {
    return this.#connection.read((transaction) => readFiles(transaction, this.#workspace, entity));
  }

  async quotes({ speaker, about, ...page }: Page & { readonly speaker?: string; readonly about?: string }) {
    const statement = quotesQuery(speaker !== undefined, about !== undefined);
    return this.#list(statement, KINDS.quote, { ...page, speaker: speaker ?? null, about: about ?? null });
  }

  /**
   * Ends every wait for a server that does not answer, at once: what waits rejects with ColloquyError `interrupted`. Calls
   * that follow are tried once.
   */
  stopRetrying(): void {
    this.#connection.stopRetrying();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#inTurn(() => this.#claim.release());
    await this.#connection.close();
  }

  #list<Row extends GraphRow>(statement: string, kind: Kind<Row>, parameters: ReadParameters): Promise<readonly Row[]> {
    return this.#connection.read((transaction) =>
      readRows(transaction, kind, statement, { ...parameters, workspace: this.#workspace }),
    );
  }

  async #upsertPart(kind: GraphRowKind, rows: readonly GraphRow[]): Promise<void> {
    await this.#write((transaction) => writeRows(transaction, this.#plans, this.#workspace, kind, rows));
    this.#plans.committed(KINDS[kind].write, rows.length);
  }

  async #changeState(change: (before: StoreState | null) => StoreState): Promise<void> {
    await this.#write(async (transaction) => {
      const { state } = await lockState(transaction, this.#workspace);
      await writeState(transaction, this.#workspace, change(state));
    });
  }

  /** Writes only while no other object has claimed the workspace. */
  #write(work: (transaction: Transaction) => Promise<void>): Promise<void> {
    return this.#inTurn(() =>
      this.#connection.write(async (transaction) => {
        await this.#claim.check(transaction);
        await work(transaction);
      }),
    );
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#lastWrite.then(work);
    // A write that failed is told to its caller, and does not hold up the next.
    this.#lastWrite = turn.catch(() => {});
    return turn;
  }
}
