import type {
  GraphChanges,
  GraphCounts,
  GraphStore,
  Ledger,
  LedgerCounts,
  ListedSpeaker,
  ListedTranscript,
} from "../../ports/index.ts";
import { CROSS_EPISODE, type EntityRow } from "../../model/index.ts";
import {
  byDateAndFile,
  type Claim,
  dateOfPath,
  type EntityReference,
  type ReadLedger,
  type ReviewFigures,
  type Theme,
  viewGraph,
} from "../../retrieval/index.ts";
import type { WorkspaceSources } from "../workspace-sources.ts";

const MOST = { transcripts: 500, people: 12, changes: 20 } as const;
const TRANSCRIPTS_AT_ONCE = 100_000;

/** A transcript in lists, with its date. */
export interface DatedTranscript extends ListedTranscript {
  /** A day, a month or a year as in ISO 8601; null if the path has none. */
  readonly date: string | null;
}

/** Numbers of changed rows, and the files and the most mentioned entities that changed. */
export interface WorkspaceChanges {
  readonly transcripts: GraphChanges["rows"]["transcript"];
  readonly entities: GraphChanges["rows"]["entity"];
  readonly relationships: GraphChanges["rows"]["relationship"];
  readonly quotes: GraphChanges["rows"]["quote"];
  readonly files: readonly string[];
  readonly most: readonly EntityReference[];
}

/** How many items of a kind people judged right. */
export interface ReviewedShare {
  readonly kind: string;
  readonly answered: number;
  readonly right: number;
  /** Bounds of the 95 % interval of the share of right items; null without an answer. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Counts that tell how good a graph is. */
export interface GraphQuality {
  readonly extracted: { readonly chunks: number; readonly of: number };
  readonly embedded: { readonly chunks: number; readonly of: number };
  readonly deadLetters: number;
  readonly profiles: readonly { readonly profile: string; readonly chunks: number }[];
  readonly items: LedgerCounts["items"];
  readonly checks: LedgerCounts["checks"];
  readonly connected: { readonly entities: number; readonly of: number };
  readonly review: readonly ReviewedShare[];
}

/** What a workspace is about, what changed, and how good its graph is. */
export interface WorkspaceOverview {
  readonly workspace: string;
  /** Why the graph may not show what the ledger has, in a sentence; null if it is up to date. */
  readonly remark: string | null;
  readonly counts: {
    readonly transcripts: number;
    readonly chunks: number;
    readonly entities: number;
    /** Without CROSS_EPISODE. */
    readonly relationships: number;
    readonly quotes: number;
    readonly durationMs: number | null;
    readonly entityTypes: Readonly<Record<string, number>>;
    readonly relationshipTypes: Readonly<Record<string, number>>;
  };
  /**
   * At most 500: the latest of those with a date, in the order of date, then file; then those without a date, in the order of
   * file.
   */
  readonly transcripts: readonly DatedTranscript[];
  /** The number of all transcripts with a date. */
  readonly dated: number;
  readonly people: readonly ListedSpeaker[];
  readonly themes: readonly Theme[];
  readonly claims: readonly Claim[];
  /** By the last run that changed something; null before it, and if it ran before ledgers recorded it. */
  readonly changes: WorkspaceChanges | null;
  readonly quality: GraphQuality;
}

interface Sources {
  readonly workspace: string;
  readonly graph: GraphStore;
  readonly ledger: ReadLedger;
  readonly remarkOnGraph: WorkspaceSources["remarkOnGraph"];
}

/** Reads the overview of a workspace. */
export async function readOverview(
  { workspace, graph, ledger, remarkOnGraph }: Sources,
  review: readonly ReviewFigures[],
): Promise<WorkspaceOverview> {
  const [{ counts, entities, themes, claims, connected }, ledgerPart, remark] = await Promise.all([
    viewGraph(graph, {}),
    ledger(readLedgerPart),
    remarkOnGraph(graph),
  ]);
  const { transcripts, people, changes, work } = ledgerPart;
  const inOrder = transcripts.map((row) => ({ ...row, date: dateOfPath(row.file) })).toSorted(byDateAndFile);
  const dated = inOrder.filter(({ date }) => date !== null);
  const durations = transcripts.flatMap(({ durationMs }) => durationMs ?? []);
  const { [CROSS_EPISODE]: crossEpisode = 0, ...relationshipTypes } = counts.byType.relationships;
  return {
    workspace,
    remark: remark?.sentence ?? null,
    counts: {
      transcripts: transcripts.length,
      chunks: work.chunks.total,
      entities: counts.entities,
      relationships: counts.relationships - crossEpisode,
      quotes: counts.quotes,
      durationMs: durations.length === 0 ? null : durations.reduce((sum, each) => sum + each, 0),
      entityTypes: counts.byType.entities,
      relationshipTypes,
    },
    transcripts: inOrder.slice(Math.max(0, dated.length - MOST.transcripts)).slice(0, MOST.transcripts),
    dated: dated.length,
    people,
    themes,
    claims,
    changes: changes === "everything" ? everything(counts, transcripts, entities) : changes,
    quality: {
      extracted: { chunks: work.chunks.extracted, of: work.chunks.total },
      embedded: { chunks: work.chunks.embedded, of: work.chunks.total },
      deadLetters: work.chunks.deadLetters,
      profiles: work.profiles.map(({ profile, chunks }) => ({ profile, chunks })),
      items: work.items,
      checks: work.checks,
      connected,
      review: review.map(shareOf),
    },
  };
}

async function readLedgerPart(ledger: Ledger) {
  return {
    transcripts: await ledger.listTranscripts({ after: null, limit: TRANSCRIPTS_AT_ONCE }),
    people: await ledger.listSpeakers({ after: null, limit: MOST.people }),
    changes: await readChanges(ledger),
    work: await ledger.workCounts(),
  };
}

/** The first run adds everything, which takes long to count in the ledger. */
async function readChanges(ledger: Ledger): Promise<WorkspaceChanges | "everything" | null> {
  const epochs = await ledger.epochsOfLastRun();
  if (epochs === null) return (await ledger.epoch()).number === 1 ? "everything" : null;
  return epochs.after === 0 ? "everything" : describeChanges(await ledger.changesIn(epochs, { limit: MOST.changes }));
}

function everything(
  counts: GraphCounts,
  transcripts: readonly ListedTranscript[],
  entities: readonly EntityRow[],
): WorkspaceChanges {
  const added = (changed: number): WorkspaceChanges["entities"] => ({ changed, removed: 0 });
  return {
    transcripts: added(counts.transcripts),
    entities: added(counts.entities),
    relationships: added(counts.relationships - (counts.byType.relationships[CROSS_EPISODE] ?? 0)),
    quotes: added(counts.quotes),
    files: transcripts.slice(0, MOST.changes).map(({ file }) => file),
    most: entities.slice(0, MOST.changes).map(referenceTo),
  };
}

function describeChanges({ rows, files, entities }: GraphChanges): WorkspaceChanges {
  return {
    transcripts: rows.transcript,
    entities: rows.entity,
    relationships: rows.relationship,
    quotes: rows.quote,
    files,
    most: entities.map(referenceTo),
  };
}

function referenceTo({ id, name, type }: EntityRow): EntityReference {
  return { id, name, type };
}

function shareOf({ kind, judged, right, interval }: ReviewFigures): ReviewedShare {
  return { kind, answered: judged, right, low: interval?.[0] ?? null, high: interval?.[1] ?? null };
}
