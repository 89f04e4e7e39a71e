import { randomBytes } from "node:crypto";
import { ColloquyError, type Epoch } from "../../../model/index.ts";
import type { Ledger, Resolver } from "../../../ports/index.ts";
import { type OpenDatabase, openDatabase } from "../database.ts";
import { changedRows, changedVectors, removedRows } from "./changed-rows.ts";
import {
  createContext,
  hadEpoch,
  hasEpoch,
  type LedgerContext,
  readMeta,
  requireIntactState,
  writeMeta,
} from "./context.ts";
import { ConclusionChecker } from "./check-conclusions.ts";
import { countLedger } from "./counts.ts";
import { readingRows } from "./damage.ts";
import { deadLetterReasons } from "./dead-letters.ts";
import { countDirtyTranscripts, deriveTranscript, dirtyTranscripts, followResolver } from "./facts.ts";
import { findDamage } from "./find-damage.ts";
import { beginForce } from "./forced.ts";
import { listSpeakers, listTranscripts } from "./listings.ts";
import { mend } from "./mend.ts";
import { closeRun, crashedRuns, openRun } from "./open-runs.ts";
import { pending, pendingCount, pendingTranscripts, putVectors, settle, settledContents } from "./paid-work.ts";
import { countUnresolved, type ResolutionStep, resolutionSteps } from "./resolution-steps.ts";
import { LEDGER } from "./schema.ts";
import { fingerprints, putSkipped, putTranscript, registerSource } from "./transcripts.ts";
import { activeEmbedding, dimensionsOf, embeddings, followEmbeddingProfile } from "./vectors.ts";

/** How many rows a transaction of the resolution takes, so that the log beside the database stays small. */
const ROWS_PER_TRANSACTION = 5_000;

export interface SqliteLedgerOptions {
  /** Part of every transcript's id. */
  readonly workspace: string;
  readonly resolver: Resolver;
  readonly readonly?: boolean;
}

/**
 * Opens (or creates) the ledger of a workspace in one SQLite file; `:memory:` keeps it in memory.
 * Its methods do their work synchronously: it belongs on a thread of its own.
 * @throws ColloquyError as `openDatabase` says, of code `ledger` when the file is something else.
 */
export function openSqliteLedger(file: string, options: SqliteLedgerOptions): Ledger {
  const readonly = options.readonly ?? false;
  const database = openDatabase(file, LEDGER, { readonly, cacheKib: 32_768, walPages: 4_000, busyTimeoutMs: 10_000 });
  const context = createContext(database.connection, options.workspace, options.resolver);
  try {
    if (!readonly) database.guard(() => claimWorkspace(context));
    checkWorkspace(context, file);
  } catch (error) {
    database.close();
    throw error;
  }
  return new SqliteLedger(database, context);
}

/** A new ledger belongs to the workspace that it is opened for. */
function claimWorkspace(context: LedgerContext): void {
  if (context.sql("SELECT 1 FROM meta WHERE key = 'workspace'").get() === undefined)
    writeMeta(context, "workspace", context.workspace);
}

/** Its ids are made with the workspace's name: under another one they would not fit together. */
function checkWorkspace(context: LedgerContext, file: string): void {
  const owner = readMeta(context, "workspace");
  if (owner === null || owner === context.workspace) return;
  throw new ColloquyError(
    "ledger",
    `${file} belongs to the workspace ${owner}; give its folder that name again, or choose another --workspace.`,
  );
}

class SqliteLedger implements Ledger {
  readonly marker: string;
  readonly #database: OpenDatabase;
  readonly #context: LedgerContext;
  #checker: ConclusionChecker | null = null;

  constructor(database: OpenDatabase, context: LedgerContext) {
    this.#database = database;
    this.#context = context;
    const stored = (context.sql("SELECT value FROM meta WHERE key = 'marker'").get() as { value: unknown } | undefined)
      ?.value;
    // Any marker is as good as another: a damaged one is kept when the ledger is mended, and nothing is concluded before.
    this.marker = typeof stored === "string" ? stored : randomBytes(16).toString("hex");
  }

  async registerSource(...[path, files]: Parameters<Ledger["registerSource"]>) {
    return this.#write(() => registerSource(this.#context, path, files));
  }

  async fingerprints(source: string) {
    return this.#read(() => fingerprints(this.#context, source));
  }

  async putTranscript(record: Parameters<Ledger["putTranscript"]>[0]) {
    this.#write(() => putTranscript(this.#context, record));
  }

  async putSkipped(...[source, skipped]: Parameters<Ledger["putSkipped"]>) {
    this.#write(() => putSkipped(this.#context, source, skipped));
  }

  async pendingCount(...[lane, options]: Parameters<Ledger["pendingCount"]>) {
    return this.#read(() => pendingCount(this.#context, lane, options));
  }

  async pendingTranscripts(...[lane, options]: Parameters<Ledger["pendingTranscripts"]>) {
    return this.#read(() => pendingTranscripts(this.#context, lane, options));
  }

  async pending(...[lane, options]: Parameters<Ledger["pending"]>) {
    return this.#read(() => pending(this.#context, lane, options));
  }

  async beginForce(...[lane, profile]: Parameters<Ledger["beginForce"]>) {
    this.#write(() => beginForce(this.#context, lane, profile));
  }

  async settle(...[reply, settlements, deadLetters]: Parameters<Ledger["settle"]>) {
    this.#writePaid(reply.paid, () => settle(this.#context, reply, settlements, deadLetters));
  }

  async settledContents(...[profile, mostReplies]: Parameters<Ledger["settledContents"]>) {
    return this.#read(() => settledContents(this.#context, profile, mostReplies));
  }

  async putVectors(...[reply, vectors]: Parameters<Ledger["putVectors"]>) {
    this.#writePaid(reply.paid, () => putVectors(this.#context, reply, vectors));
  }

  async deriveFacts(limit: number) {
    this.#write(() => {
      requireIntactState(this.#context);
      followResolver(this.#context);
    });
    const transcripts = this.#read(() => dirtyTranscripts(this.#context, limit));
    for (const transcript of transcripts)
      this.#write(() => readingRows(this.#context, () => deriveTranscript(this.#context, transcript)));
    return { derived: transcripts.length, remaining: this.#read(() => countDirtyTranscripts(this.#context)) };
  }

  async resolve({ embeddingProfile, milliseconds = Number.POSITIVE_INFINITY }: Parameters<Ledger["resolve"]>[0]) {
    const context = this.#context;
    this.#write(() => followEmbeddingProfile(context, embeddingProfile));
    const deadline = performance.now() + milliseconds;
    const finished = resolutionSteps(context).every((step) => this.#repeat(step, deadline));
    // Stores will remember the epoch: it must not be lost with the power when they no longer are.
    const changedRowCount = finished ? this.#writeDurably(() => context.changes.finish()) : 0;
    const remaining = finished ? 0 : this.#read(() => countUnresolved(context));
    return { finished, remaining, changedRows: changedRowCount, epoch: context.changes.epoch };
  }

  async epoch() {
    return this.#context.changes.epoch;
  }

  async hasEpoch(epoch: Epoch) {
    return this.#read(() => hasEpoch(this.#context, epoch));
  }

  async hadEpoch(epoch: Epoch) {
    return this.#read(() => hadEpoch(this.#context, epoch));
  }

  async changedRows(...[kind, after, cursor, limit]: Parameters<Ledger["changedRows"]>) {
    return this.#conclude(() => changedRows(this.#context, kind, after, cursor, limit));
  }

  async changedVectors(...[after, cursor, limit]: Parameters<Ledger["changedVectors"]>) {
    return this.#conclude(() => changedVectors(this.#context, after, cursor, limit));
  }

  async removedRows(...[kind, after, cursor, limit]: Parameters<Ledger["removedRows"]>) {
    return this.#conclude(() => removedRows(this.#context, kind, after, cursor, limit));
  }

  async activeEmbedding() {
    return this.#read(() => activeEmbedding(this.#context));
  }

  async embeddings() {
    return this.#read(() => embeddings(this.#context));
  }

  async dimensionsOf(profile: string) {
    return this.#read(() => dimensionsOf(this.#context, profile));
  }

  async deadLetterReasons() {
    return this.#read(() => deadLetterReasons(this.#context));
  }

  async counts() {
    return this.#read(() => {
      requireIntactState(this.#context);
      return countLedger(this.#context);
    });
  }

  async listTranscripts(page: Parameters<Ledger["listTranscripts"]>[0]) {
    return this.#read(() => listTranscripts(this.#context, page));
  }

  async listSpeakers(page: Parameters<Ledger["listSpeakers"]>[0]) {
    return this.#read(() => listSpeakers(this.#context, page));
  }

  async findDamage() {
    return this.#read(() => findDamage(this.#context));
  }

  async checkConclusions({ milliseconds }: Parameters<Ledger["checkConclusions"]>[0]) {
    // Another connection sees nothing of a ledger in memory, and no disk can damage it.
    if (this.#database.connection.memory) return { finished: true, remaining: 0, tables: [] };
    return this.#read(() => {
      this.#checker ??= new ConclusionChecker(this.#context);
      const check = this.#checker.proceed(milliseconds);
      if (check.finished) this.#endCheck();
      return check;
    });
  }

  async mend() {
    this.#write(() => mend(this.#context, this.marker));
  }

  async beginRun({ run, startedAt, finishedAt, exitCode }: Parameters<Ledger["beginRun"]>[0]) {
    this.#write(() => {
      requireIntactState(this.#context);
      this.#context
        .sql("INSERT INTO runs (run, started_at, finished_at, exit_code) VALUES (?, ?, ?, ?)")
        .run(run, startedAt, finishedAt, exitCode);
      openRun(this.#context, { run, startedAt });
    });
  }

  async endRun({ run, finishedAt, exitCode }: Parameters<Ledger["endRun"]>[0]) {
    this.#write(() => {
      this.#context.sql("UPDATE runs SET finished_at = ?, exit_code = ? WHERE run = ?").run(finishedAt, exitCode, run);
    });
  }

  async crashedRuns() {
    return this.#read(() => crashedRuns(this.#context));
  }

  async closeRun(run: string) {
    this.#write(() => closeRun(this.#context, run));
  }

  async [Symbol.asyncDispose]() {
    this.#endCheck();
    this.#database.close();
  }

  #endCheck(): void {
    this.#checker?.[Symbol.dispose]();
    this.#checker = null;
  }

  #read<T>(work: () => T): T {
    return this.#database.guard(work);
  }

  /** Reads rows that follow from others. */
  #conclude<T>(work: () => T): T {
    return this.#read(() => readingRows(this.#context, work));
  }

  #write<T>(work: () => T): T {
    return this.#context.changes.transaction((whole) => this.#database.write(whole), work);
  }

  /** What was paid for is on the disk before anything else happens. */
  #writePaid(paid: boolean, work: () => void): void {
    if (paid) this.#writeDurably(work);
    else this.#write(work);
  }

  /** The transaction, and all before it, is on the disk when this returns. */
  #writeDurably<T>(work: () => T): T {
    this.#database.connection.pragma("synchronous = FULL");
    try {
      return this.#write(work);
    } finally {
      this.#database.connection.pragma("synchronous = NORMAL");
    }
  }

  /** Runs a step in transactions of its own until it finds nothing more to do; false where the deadline came first. */
  #repeat(step: ResolutionStep, deadline: number): boolean {
    for (let taken = ROWS_PER_TRANSACTION; taken === ROWS_PER_TRANSACTION;) {
      if (performance.now() > deadline) return false;
      taken = this.#write(() => readingRows(this.#context, () => step(ROWS_PER_TRANSACTION)));
    }
    return true;
  }
}
