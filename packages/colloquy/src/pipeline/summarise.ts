import {
  type GraphReader,
  type GraphStore,
  type Ledger,
  type ListedTranscript,
  type SubjectSummary,
  type Summariser,
  type SummaryRequest,
  type SummarySentence,
  type WorkItem,
} from "../ports/index.ts";
import { stopWhenInterrupted } from "../projection/index.ts";
import {
  checkSentences,
  currentSummary,
  entitySubject,
  entitySubjects,
  requestFor,
  type SummarySubject,
  transcriptSubject,
} from "../summarising/index.ts";
import { askQuestions, type QuestionParts, type QuestionSettings } from "./questions.ts";
import type { RunContext, RunSettings, StageParts } from "./run-types.ts";

/** Subjects of one call: the numbers of evidence of several would be confused. */
export const SUBJECTS_PER_CALL = 1;
const TRANSCRIPTS_PER_PAGE = 100;

type SummaryLedger = Pick<
  Ledger,
  "listTranscripts" | "transcriptEvidence" | "summaries" | "putSummaries" | "submit" | "failBatch"
>;

interface SummaryItem extends WorkItem {
  readonly subject: SummarySubject;
}

/**
 * Writes the summaries of transcripts and of the most mentioned entities whose evidence has no summary of this profile yet. It
 * is called when the stores are up to date. So the evidence depends on the graph alone, and not on the order of replies.
 */
export async function summarisePending(
  context: RunContext,
  parts: QuestionParts & {
    readonly ledger: SummaryLedger;
    readonly graphStore: GraphReader;
    readonly summarising: StageParts<Summariser>;
  },
  { summaryEntities = 0, ...settings }: QuestionSettings & Pick<RunSettings, "summaryEntities">,
): Promise<void> {
  const { ledger, graphStore, summarising } = parts;
  const { port } = summarising;
  const subjects = [
    ...(await transcriptSubjects(ledger, context.stop)),
    ...(await entitySubjects(graphStore, summaryEntities, () => stopWhenInterrupted(context.stop))),
  ];
  await askQuestions<SummaryRequest, readonly SummarySentence[], SummaryItem>(context, parts, settings, {
    stage: "summarise",
    parts: summarising,
    batchSize: SUBJECTS_PER_CALL,
    open: () => openItems(subjects, ledger, port.profile),
    shown: ({ subject }, label) => requestFor(subject, label),
    async ask(batch, options) {
      const { sentences, ...reply } = await port.summarise(batch, options);
      return { ...reply, verdicts: sentences };
    },
    put: (reply, answered) =>
      ledger.putSummaries(
        reply,
        answered.map(([{ subject }, replied]) => {
          const { contentKey, id, kind } = subject;
          return { contentKey, subject: id, kind, ...checkSentences(sentencesOf(replied), subject) };
        }),
      ),
    // A subject that fails alone has no summary until its evidence changes.
    whenFailed: [],
  });
}

/**
 * Brings the summaries in the graph store up to date, if it holds summaries: those of the present evidence are written, others
 * are removed.
 */
export async function projectSummaries(
  { stop }: Pick<RunContext, "stop">,
  { ledger, graphStore }: { readonly ledger: ReadingLedger; readonly graphStore: GraphStore },
): Promise<void> {
  if (graphStore.holdsSummaries !== true || graphStore.putSummaries === undefined) return;
  const summaries: SubjectSummary[] = [];
  for (const { subject: id, kind } of await ledger.summarised()) {
    stopWhenInterrupted(stop);
    const summary = await currentSummary(ledger, await subjectOf({ ledger, graphStore }, { id, kind }));
    if (summary !== null) summaries.push({ kind, id, text: summary.sentences.map(({ text }) => text).join(" ") });
  }
  await graphStore.putSummaries(summaries);
}

type ReadingLedger = Pick<Ledger, "summarised" | "summaries" | "transcriptEvidence">;

/** Null if the subject has too little evidence, or none any more. */
async function subjectOf(
  { ledger, graphStore }: { readonly ledger: ReadingLedger; readonly graphStore: GraphReader },
  { id, kind }: Pick<SubjectSummary, "id" | "kind">,
): Promise<SummarySubject | null> {
  if (kind === "transcript") return transcriptSubject(id, await ledger.transcriptEvidence(id));
  const [entity] = await graphStore.findEntities([id]);
  return entity === undefined ? null : entitySubject(graphStore, entity);
}

/** In the order of files. */
async function transcriptSubjects(ledger: SummaryLedger, signal: AbortSignal): Promise<readonly SummarySubject[]> {
  const subjects: SummarySubject[] = [];
  for (let last: ListedTranscript | undefined; ;) {
    const after = last === undefined ? null : { file: last.file, id: last.id };
    const page: readonly ListedTranscript[] = await ledger.listTranscripts({ after, limit: TRANSCRIPTS_PER_PAGE });
    for (const { id } of page) {
      stopWhenInterrupted(signal);
      const subject = transcriptSubject(id, await ledger.transcriptEvidence(id));
      if (subject !== null) subjects.push(subject);
    }
    last = page.at(-1);
    if (page.length < TRANSCRIPTS_PER_PAGE) return subjects;
  }
}

/** The subjects without a summary of the profile, those with equal evidence once. */
async function openItems(
  subjects: readonly SummarySubject[],
  ledger: SummaryLedger,
  profile: string,
): Promise<readonly SummaryItem[]> {
  const byKey = new Map(subjects.map((subject) => [subject.contentKey, subject]));
  for (const { contentKey } of await ledger.summaries([...byKey.keys()], profile)) byKey.delete(contentKey);
  return [...byKey.values()].map((subject) => ({ contentKey: subject.contentKey, tokens: subject.tokens, subject }));
}

/** The sentences of a reply that have the right form. Another port may reply with other values. */
function sentencesOf(replied: readonly SummarySentence[]): readonly SummarySentence[] {
  if (!Array.isArray(replied)) return [];
  return replied.filter((each) => typeof each?.text === "string" && Array.isArray(each.citations));
}
