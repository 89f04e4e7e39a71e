import {
  ColloquyError,
  compareSaidBy,
  foldCase,
  type GraphRow,
  type GraphRowKind,
  type Polarity,
  type ProjectedEpoch,
  type StoreState,
} from "../../model/index.ts";
import type {
  Annotations,
  ContextOptions,
  EntityPosition,
  EvidencePosition,
  FilePosition,
  GraphCounts,
  GraphStore,
  LabelOfPerson,
  Page,
  PositionOf,
  ReadOptions,
  RelationshipFilter,
  RelationshipPosition,
  Speech,
  SpeechOptions,
  SpokenBy,
  SubjectSummary,
  Support,
} from "../../ports/index.ts";
import { checkWritable } from "./check.ts";
import { clearWorkspace } from "./clear.ts";
import { Connection } from "./connection.ts";
import { readCounts } from "./counts.ts";
import { isMissingIndex } from "./failures.ts";
import { KINDS } from "./kinds/index.ts";
import type { Kind } from "./kinds/kind.ts";
import { nameValue } from "./kinds/entity.ts";
import { isNamed, nameKey, nameKeysQuery } from "./kinds/name-keys.ts";
import { Plans } from "./plans.ts";
import { Portions } from "./portions.ts";
import {
  edgesQuery,
  entitiesQuery,
  evidenceQuery,
  mentionsQuery,
  QUERIES,
  quotesQuery,
  relationshipsQuery,
  transcriptsQuery,
} from "./queries.ts";
import {
  decode,
  everyPage,
  listsByNumber,
  outlineOf,
  readAnnotations,
  readEdge,
  readList,
  readOrNull,
  type ReadParameters,
  readRows,
  readStored,
} from "./read.ts";
import { createSchema, GRAPH_SCHEMA } from "./schema.ts";
import type { Neo4jSettings, Neo4jStoreOptions, TypeNames } from "./settings.ts";
import { lastOfEachId } from "./slices.ts";
import { GRAPH_STATE, readState } from "./state.ts";
import { writeSummaries } from "./summaries.ts";
import {
  numberValue,
  readNumber,
  readNumberOrNull,
  readText,
  readTextOrNull,
  type Stored,
  textValue,
} from "./values.ts";
import { removeRows, writeRows } from "./write.ts";
import { Writer } from "./writer.ts";

/**
 * The graph of one workspace in Neo4j 5.26 or newer. It connects at the first call, which fails at once when the server
 * cannot be used. Later calls are retried while the server does not answer.
 */
export function openNeo4jGraphStore(settings: Neo4jSettings, options: Neo4jStoreOptions): Neo4jGraphStore {
  return new Neo4jGraphStore(settings, options);
}

/** A graph store that may have to wait for its server. */
export class Neo4jGraphStore implements GraphStore {
  readonly name = "neo4j";
  readonly batchRows = 5_000;
  readonly holdsSummaries = true;
  readonly #connection: Connection;
  readonly #workspace: string;
  readonly #types: TypeNames | undefined;
  readonly #plans = new Plans();
  readonly #portions: Portions;
  readonly #writer: Writer;

  constructor(settings: Neo4jSettings, options: Neo4jStoreOptions) {
    this.#connection = new Connection(settings, options);
    this.#workspace = options.workspace;
    this.#types = options.types;
    this.#portions = new Portions(this.#connection);
    this.#writer = new Writer(this.#connection, GRAPH_STATE, options.workspace);
  }

  async prepare(): Promise<void> {
    await this.#writer.inTurn(async () => {
      await checkWritable(this.#connection, this.#types);
      await createSchema(this.#connection, GRAPH_SCHEMA);
    });
  }

  async state(): Promise<StoreState | null> {
    return this.#connection.read((transaction) => readState(transaction, GRAPH_STATE, this.#workspace));
  }

  async claim(marker: string): Promise<string | null> {
    return this.#writer.claim(marker);
  }

  async begin(target: ProjectedEpoch): Promise<void> {
    await this.#writer.begin(target);
  }

  async clear(): Promise<void> {
    await this.#writer.inTurn((claim) => clearWorkspace(this.#connection, this.#portions, claim, this.#workspace));
  }

  async upsert(kind: GraphRowKind, rows: readonly GraphRow[]): Promise<void> {
    const mismatch = rows.find((row) => row.kind !== kind);
    if (mismatch !== undefined) {
      throw new ColloquyError(
        "invalid-input",
        `All rows of an upsert of ${kind} must be of that kind, got ${mismatch.kind}.`,
      );
    }
    const last = lastOfEachId(rows);
    const first = this.#plans.firstRows(KINDS[kind].write);
    for (const some of [last.slice(0, first), last.slice(first)])
      await this.#portions.each(some, (part) => this.#upsertPart(kind, part));
  }

  async remove(kind: GraphRowKind, ids: readonly string[]): Promise<void> {
    await this.#portions.each(ids, (part) =>
      this.#writer.write((transaction) => removeRows(transaction, this.#workspace, kind, part)),
    );
  }

  async putSummaries(summaries: readonly SubjectSummary[]): Promise<void> {
    await this.#writer.write((transaction) => writeSummaries(transaction, this.#workspace, summaries));
  }

  async complete(target: ProjectedEpoch): Promise<void> {
    await this.#writer.complete(target);
  }

  async counts({ signal }: ReadOptions = {}): Promise<GraphCounts> {
    return this.#connection.read((transaction) => readCounts(transaction, this.#workspace), signal);
  }

  rows(kind: GraphRowKind, { signal }: ReadOptions = {}): AsyncIterable<readonly GraphRow[]> {
    return everyPage(this.#connection, this.#portions, this.#workspace, kind, signal);
  }

  async transcripts({ after, ...page }: Page<FilePosition>) {
    const position = after === undefined ? {} : { afterFile: textValue(after.file), afterId: after.id };
    return this.#list(transcriptsQuery(after !== undefined), KINDS.transcript, position, page);
  }

  async transcriptChunks(transcript: string, { after = -1, ...page }: Page<number>) {
    return this.#list(QUERIES.transcriptChunks, KINDS.chunk, { transcript, after }, page);
  }

  async outline(transcript: string, { after = -1, ...page }: Page<number>) {
    const rows = await this.#list(QUERIES.outline, KINDS.chunk, { transcript, after }, page);
    return rows.map(outlineOf);
  }

  async topics(transcript: string, page: ReadOptions & { readonly limit: number }) {
    return (await this.#stored(QUERIES.transcriptTopics, { transcript }, page)).map((topic) => ({
      entity: decode(KINDS.entity, topic["entity"] as Stored),
      mentions: readNumber(topic["mentions"]),
    }));
  }

  async annotations(
    chunks: readonly string[],
    { limit, signal }: ReadOptions & { readonly limit: number },
  ): Promise<Annotations> {
    const parameters = this.#parameters({}, limit);
    return this.#connection.read((transaction) => readAnnotations(transaction, chunks, parameters), signal);
  }

  async entitiesWithWords(
    words: readonly string[],
    { type, ...page }: ReadOptions & { readonly limit: number; readonly type?: string },
  ) {
    const folded = words.map(nameKey);
    if (folded.length === 0 || folded.includes("")) return [];
    const parameters = {
      words: folded.map((text) => ({ text, pattern: beginningOfWord(text) })),
      type: type === undefined ? null : textValue(type),
    };
    return this.#list(QUERIES.entitiesWithWords, KINDS.entity, parameters, page);
  }

  async degrees(ids: readonly string[], { most, ...options }: ReadOptions & { readonly most: number }) {
    const stored = await this.#stored(QUERIES.degrees, { of: ids, most: numberValue(most) }, options);
    return listsByNumber(ids.length, stored, ({ degree }) => readNumber(degree)).map(([degree = 0]) => degree);
  }

  async support(
    of: readonly string[],
    { each, ...options }: ReadOptions & { readonly each: number },
  ): Promise<readonly Support[]> {
    const stored = await this.#stored(QUERIES.support, { of, each: numberValue(each) }, options);
    return listsByNumber(of.length, stored, readSupport).flatMap((found) => found.toSorted(compareSaidBy));
  }

  async chunks(ids: readonly string[], options: ReadOptions = {}) {
    return this.#list(QUERIES.chunks, KINDS.chunk, { of: ids }, options);
  }

  async findEntities(keys: readonly string[], options: ReadOptions = {}) {
    if (keys.length === 0) return [];
    const parameters = { keys: keys.map(textValue), nameKeys: keys.map(nameKey), query: nameKeysQuery(keys) };
    const found = await this.#list(QUERIES.entities, KINDS.entity, parameters, options).catch((error: unknown) => {
      if (!isMissingIndex(error)) throw error;
      return this.#list(QUERIES.entitiesByKey, KINDS.entity, parameters, options);
    });
    const folded = new Set(keys.map(foldCase));
    return found.filter((row) => keys.includes(row.id) || isNamed(row, folded));
  }

  async entities({ type, after, ...page }: Page<EntityPosition> & { readonly type?: string }) {
    const parameters = {
      type: type === undefined ? null : textValue(type),
      ...(after === undefined
        ? {}
        : { afterMentions: after.mentions, afterName: nameValue(after.name), afterId: after.id }),
    };
    return this.#list(entitiesQuery(type !== undefined, after !== undefined), KINDS.entity, parameters, page);
  }

  async relationships({
    entity,
    among,
    type,
    after,
    withdrawn = false,
    explicit = false,
    ...page
  }: Page<RelationshipPosition> & RelationshipFilter) {
    const statement = relationshipsQuery({
      entity: entity !== undefined,
      among: among !== undefined,
      type: type !== undefined,
      after: after !== undefined,
    });
    const parameters = {
      entity: entity ?? null,
      among: among ?? null,
      withdrawn,
      explicit,
      type: type === undefined ? null : textValue(type),
      ...afterSupport(after),
    };
    return this.#list(statement, KINDS.relationship, parameters, page);
  }

  async relationshipsInContext(
    of: readonly string[],
    {
      evidence,
      each,
      after,
      withdrawn = false,
      explicit = false,
      ...page
    }: Page<PositionOf<RelationshipPosition>> & ContextOptions,
  ) {
    const whose = evidence?.speaker === undefined ? "all" : "speaker";
    const statement = edgesQuery({
      evidence: evidence === undefined ? "none" : whose,
      each: each !== undefined,
      after: after !== undefined,
    });
    const parameters = {
      of: idsFrom(of, after),
      withdrawn,
      explicit,
      ...afterSupport(after),
      evidence: numberValue(evidence?.limit ?? 0),
      each: numberValue(each ?? 0),
      person: evidence?.speaker ?? null,
    };
    return (await this.#stored(statement, parameters, page)).map(readEdge);
  }

  async evidence(of: readonly string[], { speaker, after, ...page }: Page<PositionOf<EvidencePosition>> & SpokenBy) {
    const statement = evidenceQuery({ speaker: speaker !== undefined, after: after !== undefined });
    const parameters = { of: idsFrom(of, after), person: speaker ?? null, ...afterEvidence(after) };
    return this.#list(statement, KINDS.evidence, parameters, page);
  }

  async mentions(of: readonly string[], { speaker, after, ...page }: Page<PositionOf<EvidencePosition>> & SpokenBy) {
    const statement = mentionsQuery({ speaker: speaker !== undefined, after: after !== undefined });
    const parameters = { of: idsFrom(of, after), person: speaker ?? null, ...afterEvidence(after) };
    return this.#list(statement, KINDS.mention, parameters, page);
  }

  async mentionsInContext(entity: string, { speaker, after, ...page }: Page<EvidencePosition> & SpokenBy) {
    const statement = mentionsQuery({ speaker: speaker !== undefined, after: after !== undefined, inContext: true });
    const parameters = { of: [entity], person: speaker ?? null, ...afterEvidence(after) };
    return (await this.#stored(statement, parameters, page)).map(({ mention, chunk }) => ({
      mention: decode(KINDS.mention, mention as Stored),
      chunk: readOrNull(KINDS.chunk, chunk),
    }));
  }

  async mentionCounts(requests: readonly (SpokenBy & { readonly entity: string })[], options: ReadOptions = {}) {
    const stored = await this.#stored(QUERIES.mentionCounts, { requests }, options);
    return listsByNumber(requests.length, stored, ({ file, mentions, found }) => ({
      file: readText(file),
      mentions: readNumber(mentions),
      found: readNumber(found),
    }));
  }

  async firstMentions(
    requests: readonly { readonly entity: string; readonly speaker: string }[],
    options: ReadOptions = {},
  ) {
    const stored = await this.#stored(QUERIES.firstMentions, { requests }, options);
    const lists = listsByNumber(requests.length, stored, ({ mentions }) => readList(KINDS.mention, mentions));
    return lists.map(([mentions = []]) => mentions[0] ?? null);
  }

  async speech(person: string, { evidence, mentions = evidence, ...options }: SpeechOptions): Promise<Speech> {
    const ofPerson = (each: number) => ({ person, evidence: numberValue(each) });
    const topics = await this.#stored(QUERIES.topics, ofPerson(mentions), options);
    const statements = await this.#stored(QUERIES.statements, ofPerson(evidence), options);
    return {
      topics: topics.map((topic) => ({
        entity: decode(KINDS.entity, topic["entity"] as Stored),
        mentions: readNumber(topic["mentions"]),
        evidence: readList(KINDS.mention, topic["evidence"]),
      })),
      statements: statements.map(readEdge),
    };
  }

  async speakerLabels(ids: readonly string[], options: ReadOptions = {}) {
    const stored = await this.#stored(QUERIES.speakerLabels, { of: ids }, options);
    return listsByNumber(ids.length, stored, ({ label }) => readText(label));
  }

  async labelsBeside(person: string, page: ReadOptions & { readonly limit: number }) {
    return (await this.#stored(QUERIES.labelsBeside, { person }, page)).map(({ label, file, chunks }) => ({
      label: readText(label),
      file: readText(file),
      chunks: readNumber(chunks),
    }));
  }

  async speakUnder(requests: readonly LabelOfPerson[], options: ReadOptions = {}) {
    const parameters = {
      requests: requests.map(({ person, label, file }) => ({ person, label: textValue(label), file: textValue(file) })),
    };
    const stored = await this.#stored(QUERIES.speakUnder, parameters, options);
    return listsByNumber(requests.length, stored, ({ speaks }) => speaks === true).map(([speaks = false]) => speaks);
  }

  async quotes({
    after,
    limit,
    signal,
    ...filters
  }: Page<EvidencePosition> & { readonly speaker?: string; readonly about?: string; readonly of?: string }) {
    const names = (["speaker", "about", "of"] as const).filter((name) => filters[name] !== undefined);
    const parameters = { ...filters, ...afterEvidence(after) };
    const page = { limit, ...(signal === undefined ? {} : { signal }) };
    return (await this.#stored(quotesQuery(names, after !== undefined), parameters, page)).map(
      ({ quote, subjects }) => ({
        quote: decode(KINDS.quote, quote as Stored),
        subjects: readList(KINDS.entity, subjects),
      }),
    );
  }

  /**
   * Ends every wait for a server that does not answer: waiting calls reject at once with ColloquyError `interrupted`.
   * Later calls are tried once.
   */
  stopRetrying(): void {
    this.#connection.stopRetrying();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.release();
    await this.#connection.close();
  }

  /** The rows of one kind that a statement returns. */
  #list<Row extends GraphRow>(
    statement: string,
    kind: Kind<Row>,
    parameters: ReadParameters,
    { limit, signal }: ReadOptions & { readonly limit?: number },
  ): Promise<readonly Row[]> {
    const all = this.#parameters(parameters, limit);
    return this.#connection.read((transaction) => readRows(transaction, kind, statement, all), signal);
  }

  #stored(
    statement: string,
    parameters: ReadParameters,
    { limit, signal }: ReadOptions & { readonly limit?: number },
  ): Promise<readonly Stored[]> {
    const all = this.#parameters(parameters, limit);
    return this.#connection.read((transaction) => readStored(transaction, statement, all), signal);
  }

  #parameters(parameters: ReadParameters, limit: number | undefined): ReadParameters {
    return { ...parameters, workspace: this.#workspace, ...(limit === undefined ? {} : { limit: numberValue(limit) }) };
  }

  async #upsertPart(kind: GraphRowKind, rows: readonly GraphRow[]): Promise<void> {
    await this.#writer.write((transaction) => writeRows(transaction, this.#plans, this.#workspace, kind, rows));
    this.#plans.committed(KINDS[kind].write, rows.length);
  }
}

/** A word that begins the text, or follows a character that is no part of a word. */
function beginningOfWord(word: string): string {
  const quoted = word.replaceAll(String.raw`\E`, String.raw`\E\\E\Q`);
  return String.raw`(?s)(?:.*[^\p{L}\p{M}\p{N}])?\Q${quoted}\E.*`;
}

function readSupport(stored: Stored): Support {
  return {
    of: readText(stored["of"]),
    file: readText(stored["file"]),
    speaker: readTextOrNull(stored["speaker"]),
    polarity: readText(stored["polarity"]) as Polarity,
    count: readNumber(stored["count"]),
    startMs: readNumberOrNull(stored["startMs"]),
    endMs: readNumberOrNull(stored["endMs"]),
  };
}

/** A position belongs to the list of one id; the lists of earlier ids are complete. */
function idsFrom(of: readonly string[], after: { readonly of: string } | undefined): readonly string[] {
  return after === undefined ? of : of.slice(of.indexOf(after.of));
}

function afterSupport(after: RelationshipPosition | undefined): ReadParameters {
  if (after === undefined) return {};
  return { afterCount: after.count, afterConfidence: after.confidence, afterId: after.id };
}

function afterEvidence(after: EvidencePosition | undefined): ReadParameters {
  if (after === undefined) return {};
  const { file, startOffset, endOffset, id } = after;
  return { afterFile: textValue(file), afterStart: startOffset, afterEnd: endOffset, afterId: id };
}
