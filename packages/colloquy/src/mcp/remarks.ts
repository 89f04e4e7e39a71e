import { type AskedType, FOUND_SCORE, type Workspace } from "../composition/index.ts";
import { alternatives, didYouMean, printable } from "../model/index.ts";
import { unstatedRemark } from "../text/index.ts";
import { LIST_HINTS } from "./failure.ts";

interface Found {
  /** The score of the best hit; null without hits. */
  readonly best: number | null;
  /** Words of the query that no chunk contains. */
  readonly missing: readonly string[];
  /** The type of answer that the query demands and that no chunk states. */
  readonly unstated: AskedType | null;
}

/** What is missing from the hits of a search, in the sentences of the command line. */
export function remarksOn({ best, missing, unstated }: Found): readonly string[] {
  return [
    ...(missing.length > 0 ? [printable(`No chunk contains ${alternatives(missing)}.`)] : []),
    ...(unstated === null ? [] : [unstatedRemark(unstated)]),
    ...(best !== null && best < FOUND_SCORE ? ["Nothing matches well; these excerpts come nearest."] : []),
  ];
}

/** The first line of a text: how sure it is that the transcripts say it. */
export function foundLine(found: boolean, note: string | null): string {
  return `Found: ${found ? "yes" : "no"}.${note === null ? "" : ` ${note}`}`;
}

/** Explains an empty result of a search by its speaker or by the state of the workspace, and what to do. */
export async function whyNothing(
  workspace: Workspace,
  { speaker }: { readonly speaker?: string },
  options: { readonly signal: AbortSignal },
): Promise<string> {
  if (speaker !== undefined && (await workspace.speaker(speaker, options)) === null) {
    const names = await workspace.suggestSpeakers(speaker, options);
    const hint = names.length === 0 ? LIST_HINTS.speakers : didYouMean(names);
    return printable(`Nothing found, because there is no speaker "${speaker}". ${hint}`);
  }
  const { workspace: name, chunks, vectors } = await workspace.status();
  const pending = chunks.total - chunks.embedded - chunks.embeddingDeadLetters;
  if (vectors === 0)
    return `Nothing found, because nothing is indexed yet: run \`colloquy ingest --workspace ${name}\`, or search again later if it is running.`;
  if (pending > 0)
    return `Nothing found in the indexed chunks; ${pending} of ${chunks.total} are not indexed yet: search again later, or try other words.`;
  return "Nothing found: try other words or fewer filters.";
}
