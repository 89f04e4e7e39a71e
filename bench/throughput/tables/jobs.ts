// Tables of results, for the screen and for docs/benchmarks.md.
import type { Table } from "../../report.ts";
import { inMinutes, inSeconds, share } from "./markdown.ts";

interface Corpus {
  readonly sequentialSeconds: number;
  readonly runs: readonly {
    readonly tier: string;
    readonly seconds: number;
    readonly chatSeconds: number;
    readonly boundSeconds: number;
    readonly rateLimited: { readonly chat: number };
    readonly peakMegabytes: number;
    readonly loopDelayMs: { readonly p99: number };
    readonly chunks: { readonly pending: number; readonly deadLetters: number };
  }[];
}

export function corpusTable({ sequentialSeconds, runs }: Corpus): Table {
  const names = ["tier", "whole run", "calls", "bound", "one at a time", "times as fast", "429s"];
  const rows = runs.map((run) => [
    run.tier,
    inMinutes(run.seconds),
    inMinutes(run.chatSeconds),
    inMinutes(run.boundSeconds),
    inMinutes(sequentialSeconds),
    (sequentialSeconds / run.seconds).toFixed(0),
    share(run.rateLimited.chat, 2),
    `${run.peakMegabytes.toFixed(0)} MB`,
    `${run.loopDelayMs.p99.toFixed(0)} ms`,
    String(run.chunks.pending + run.chunks.deadLetters),
  ]);
  return { header: [...names, "peak memory", "loop late, p99", "not extracted"], rows };
}

export interface PeerRow {
  readonly client: string;
  readonly seconds: number;
  /** The bound of the calls, over the makespan; null when a call was lost. */
  readonly efficiency: number | null;
  readonly rateLimitedPerCall: number;
  readonly lostShare: number;
  readonly lost: Readonly<Record<string, number>>;
  /** Tokens charged in addition to each call once, as a share of these. */
  readonly wastedShare: number;
  readonly extrapolatedFrom: number | null;
}

/** First clients without lost calls, the fastest first. */
export function peersTable({ rows: peers }: { readonly rows: readonly PeerRow[] }): Table {
  const header = ["", "makespan", "efficiency", "429s a call", "calls lost", "tokens wasted"];
  const sorted = peers.toSorted(
    (one, other) => Number(one.lostShare > 0) - Number(other.lostShare > 0) || one.seconds - other.seconds,
  );
  const rows = sorted.map((row) => [
    row.extrapolatedFrom === null ? row.client : `${row.client} (from ${row.extrapolatedFrom} calls)`,
    inSeconds(row.seconds, 0),
    share(row.efficiency),
    row.rateLimitedPerCall.toFixed(3),
    share(row.lostShare),
    share(row.wastedShare),
  ]);
  return { header, rows };
}

interface ExtractionModel {
  readonly model: string;
  readonly chunks: number;
  readonly planted: number;
  readonly stated: number;
  readonly right: number;
  readonly items: number;
  readonly ungrounded: number;
  readonly schema: number;
  readonly calls: { readonly sent: number; readonly failed: number };
  readonly seconds: number;
}

export function extractionModelTable(measured: ExtractionModel): Table {
  const { planted, stated, right, items, ungrounded, schema, calls } = measured;
  const of = (part: number, whole: number): string =>
    `${part} of ${whole} (${share(whole === 0 ? 0 : part / whole, 0)})`;
  const rows = [
    ["planted triples that were found (recall)", of(right, planted)],
    ["stated triples that were planted (precision)", of(right, stated)],
    ["items whose words are not in the chunk", of(ungrounded, items)],
    ["items of an unknown type or shape", of(schema, items)],
    ["calls without a usable reply", of(calls.failed, calls.sent)],
    ["time", inMinutes(measured.seconds)],
  ];
  return { header: ["", `${measured.model}, ${measured.chunks} chunks`], rows };
}
