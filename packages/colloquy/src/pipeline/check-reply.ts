import { checkExtraction, malformation } from "../extraction/index.ts";
import type { Extraction, Ontology } from "../model/index.ts";
import type { ExtractionReply, ExtractionRequest, RejectedCounts } from "../ports/index.ts";

/** A usable extraction with its rejected items, or the reason why it is not usable. */
export type CheckedExtraction =
  { readonly extraction: Extraction; readonly rejected: RejectedCounts } | { readonly malformed: string };

/** Checks an extraction against the words of its chunk, the ontology and the minimum confidence. */
export function checkReplyFor(
  extraction: Extraction,
  chunk: Pick<ExtractionRequest, "turns" | "context">,
  { ontology, minConfidence }: { readonly ontology: Ontology; readonly minConfidence: number },
): CheckedExtraction {
  const malformed = malformation(extraction);
  if (malformed !== null) return { malformed: `The extraction is malformed: ${malformed}.` };
  return checkExtraction(extraction, chunk, ontology, minConfidence);
}

/**
 * Checks the structure of a reply. Usage is not checked here: implausible usage does not make a reply unusable.
 * @throws Error when parts of the reply are missing, so that the batch fails.
 */
export function requireReply(reply: ExtractionReply): ExtractionReply {
  const { extractions, failures, rejected } = reply ?? {};
  if (!(extractions instanceof Map && failures instanceof Map && areCounts(rejected)))
    throw new Error("The reply is malformed: it lacks `extractions`, `failures` or `rejected`.");
  if (![...failures.values()].every((reason) => typeof reason === "string"))
    throw new Error("The reply is malformed: a reason in `failures` is not a text.");
  return reply;
}

function areCounts(counts: unknown): boolean {
  return typeof counts === "object" && counts !== null && Object.values(counts).every(isCount);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
