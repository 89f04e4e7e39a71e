import { counted, formatCount, MODEL_STAGE_TERMS } from "../text/index.ts";
import type { LedgerCounts, RejectedCounts, SkippedFile } from "../ports/index.ts";

/** The reason for a skipped file that disappeared between discovery and reading. */
export const VANISHED = "It vanished from the folder while the run was reading it.";

const SHOWN_FILES = 3;

/** Warnings about the state of a workspace. Each says what to do. */
export function workspaceConcerns(
  counts: Pick<LedgerCounts, "items" | "minConfidences" | "skipped" | "interruptedForces">,
): readonly string[] {
  const { items, minConfidences, skipped, interruptedForces } = counts;
  return [
    leftOutConcern("The model's replies in this workspace", items.kept, items),
    mixedConfidenceConcern(minConfidences),
    vanishedConcern(skipped),
    ...interruptedForces.map(interruptedForceConcern),
  ].filter((sentence) => sentence !== null);
}

/** Null if at least half of the items that a model named were kept. */
export function leftOutConcern(whose: string, kept: number, rejected: RejectedCounts): string | null {
  const leftOut = countLeftOut(rejected);
  if (leftOut <= kept) return null;
  return `${whose} named ${formatCount(kept + leftOut)} items, of which ${formatCount(leftOut)} were left out (${describeLeftOut(rejected)}): try another model on a few chunks with --limit, and see \`colloquy show\` for what is kept.`;
}

/** Null if all usage is plausible. `replies`: number of the model's replies with implausible usage. */
export function implausibleUsageConcern(
  models: readonly { readonly model: string; readonly replies: number }[],
): string | null {
  const some = models.filter(({ replies }) => replies > 0);
  if (some.length === 0) return null;
  const named = some.map(
    ({ model, replies }) => `${formatCount(replies)} ${replies === 1 ? "reply" : "replies"} of ${model}`,
  );
  return `The usage that was reported for ${named.join(" and ")} is implausible: its counts are not whole numbers, or prompt, max_tokens and reply do not allow so few or so many tokens. It counts as unreported, so only bounds of its cost are known. See the provider's bill for the true cost.`;
}

function countLeftOut({ ungrounded, schema, lowConfidence }: RejectedCounts): number {
  return ungrounded + schema + lowConfidence;
}

/** The counts with their reasons, without counts of 0. */
function describeLeftOut({ ungrounded, schema, lowConfidence }: RejectedCounts): string {
  const parts: [number, string][] = [
    [ungrounded, "without evidence in the chunk"],
    [schema, "not allowed by the ontology"],
    [lowConfidence, "below --min-confidence"],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, why]) => `${formatCount(count)} ${why}`)
    .join(", ");
}

function mixedConfidenceConcern(minConfidences: LedgerCounts["minConfidences"]): string | null {
  if (minConfidences.length < 2) return null;
  const values = minConfidences.map(({ minConfidence, chunks }) => `${minConfidence} for ${counted(chunks, "chunk")}`);
  return `Items were left out by different values of --min-confidence: ${values.join(", ")}. A --force that runs to its end with one value extracts all chunks alike, and pays for them again.`;
}

function vanishedConcern(skipped: readonly SkippedFile[]): string | null {
  const files = skipped.filter(({ reason }) => reason === VANISHED).map(({ path }) => path);
  if (files.length === 0) return null;
  const shown = files.slice(0, SHOWN_FILES).join(", ");
  const more = files.length > SHOWN_FILES ? ` and ${formatCount(files.length - SHOWN_FILES)} more` : "";
  const vanished = files.length === 1 ? "1 file" : `${formatCount(files.length)} files`;
  return `${vanished} vanished from the folder while the run was reading it (${shown}${more}): run the same command again when the folder is complete.`;
}

function interruptedForceConcern(force: LedgerCounts["interruptedForces"][number]): string {
  const { stage, profile, left, total } = force;
  return `A --force of ${MODEL_STAGE_TERMS[stage]} by ${profile} is not complete, ${formatCount(left)} of ${counted(total, "chunk")} are left. The next --force continues there.`;
}
