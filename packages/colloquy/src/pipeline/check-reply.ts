import { checkExtraction, malformation } from "../extraction/index.ts";
import type { Extraction, Ontology, TurnView } from "../model/index.ts";
import type { ExtractionReply, RejectedCounts } from "../ports/index.ts";

/** An extraction as it may be settled with the items that had to be left out, or why it is none. */
export type CheckedExtraction =
  { readonly extraction: Extraction; readonly rejected: RejectedCounts } | { readonly malformed: string };

/** Holds an extraction to the words of its passage, to the ontology and to the least confidence, whoever made it. */
export function checkReplyFor(
  extraction: Extraction,
  view: readonly TurnView[],
  { ontology, minConfidence }: { readonly ontology: Ontology; readonly minConfidence: number },
): CheckedExtraction {
  const malformed = malformation(extraction);
  if (malformed !== null) return { malformed: `The extraction is malformed: ${malformed}.` };
  return checkExtraction(extraction, view, ontology, minConfidence);
}

/**
 * Usage is not looked at: what cannot be used of it counts as not reported, and its reply is as good as any other.
 * @throws Error when a reply has not the parts of one: then its batch has failed.
 */
export function requireReply(reply: ExtractionReply): ExtractionReply {
  const { extractions, failures, rejected } = reply ?? {};
  if (!(extractions instanceof Map && failures instanceof Map && areCounts(rejected)))
    throw new Error("The reply is malformed: it lacks `extractions`, `failures` or `rejected`.");
  if (![...failures.values()].every((reason) => typeof reason === "string"))
    throw new Error("The reply is malformed: a reason in `failures` is no text.");
  return reply;
}

function areCounts(counts: unknown): boolean {
  return typeof counts === "object" && counts !== null && Object.values(counts).every(isCount);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
