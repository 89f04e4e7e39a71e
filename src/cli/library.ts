import type { Alias, EntityRow, Evidence, Transcript } from "../model/index.ts";
import type { IngestResult, RunEvent, Stage, WorkspaceStatus } from "../pipeline/index.ts";

export type { EntityRow, Evidence, IngestResult, RunEvent, Stage, WorkspaceStatus };

export interface IngestOptions {
  readonly transcriptsDir: string;
  readonly workspace?: string;
  readonly dataDir?: string;
  readonly outputDir?: string;
  readonly logFile?: string;
  readonly include?: readonly string[];
  readonly batchSize?: number;
  readonly maxConcurrent?: number | "auto";
  readonly limit?: number;
  readonly force?: boolean;
  readonly skipKg?: boolean;
  readonly skipEmbeddings?: boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

/** A passage that was found; what `search --json` prints. */
export interface SearchHit {
  readonly score: number;
  readonly file: string;
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
}

export interface RelationshipDetail {
  readonly type: string;
  readonly direction: "out" | "in";
  readonly other: { readonly id: string; readonly name: string; readonly type: string };
  readonly evidence: readonly Evidence[];
}

export interface QuoteDetail {
  readonly id: string;
  readonly text: string;
  readonly evidence: Evidence;
}

/** What `show --json` prints. */
export interface EntityDetail {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly aliases: readonly Alias[];
  readonly mentions: number;
  readonly transcripts: readonly string[];
  readonly relationships: readonly RelationshipDetail[];
  readonly quotes: readonly QuoteDetail[];
}

export const EXPORT_FORMATS = ["jsonl", "graphml", "canonical", "html"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface Workspace extends AsyncDisposable {
  status(): Promise<WorkspaceStatus>;
  search(
    words: string,
    options?: { readonly files?: readonly string[]; readonly speaker?: string; readonly limit?: number },
  ): Promise<readonly SearchHit[]>;
  show(nameOrId: string): Promise<EntityDetail | null>;
  entities(options?: { readonly type?: string; readonly limit?: number }): Promise<readonly EntityRow[]>;
  exportRows(format: ExportFormat): AsyncIterable<string>;
}

/** A file as `parse` reads it, under the name that it was given. */
export type ParsedFile =
  { readonly file: string; readonly transcript: Transcript } | { readonly file: string; readonly skipped: string };

interface Library {
  ingest(options: IngestOptions): Promise<IngestResult>;
  open(workspace: string, options: { readonly dataDir: string }): Promise<Workspace>;
  parseFiles(paths: readonly string[]): AsyncIterable<ParsedFile>;
}

/** What the commands take from the library; loaded when a command needs it, so that help and refusals come at once. */
export async function loadLibrary(): Promise<Library> {
  return (await import("../composition/index.ts")) as unknown as Library;
}
