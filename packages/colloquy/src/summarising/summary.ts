import type { Evidence } from "../model/index.ts";
import type { LedgerSummaries, SummarySentence } from "../ports/index.ts";
import type { SummarySubject } from "./subject.ts";

/** A summary with the evidence that its sentences cite. */
export interface Summary {
  readonly sentences: readonly SummarySentence[];
  /** The cited pieces of evidence in the order of their numbers. */
  readonly citations: readonly (Evidence & { readonly n: number })[];
  /** The model and the prompt that wrote it. */
  readonly profile: string;
}

/**
 * Returns the summary that was made from exactly the evidence that the workspace has now; null if there is none. So a summary
 * of earlier evidence is never shown. Citations are numbered from 1 in the order in which sentences cite them.
 */
export async function currentSummary(
  ledger: Pick<LedgerSummaries, "summaries">,
  subject: SummarySubject | null,
): Promise<Summary | null> {
  if (subject === null) return null;
  const [stored] = await ledger.summaries([subject.contentKey], null);
  if (stored === undefined || stored.sentences.length === 0) return null;
  const cited = [...new Set(stored.sentences.flatMap(({ citations }) => citations))];
  return {
    sentences: stored.sentences.map(({ text, citations }) => ({
      text,
      citations: citations.map((number) => cited.indexOf(number) + 1),
    })),
    citations: cited.flatMap((number, index) => {
      const evidence = subject.evidence[number - 1]?.evidence;
      return evidence === undefined ? [] : [{ n: index + 1, ...evidence }];
    }),
    profile: stored.profile,
  };
}
