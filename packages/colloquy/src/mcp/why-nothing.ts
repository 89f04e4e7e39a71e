import type { Workspace } from "../composition/index.ts";
import { didYouMean, printable } from "../model/index.ts";

/** Explains an empty result of a search by its speaker or by the state of the workspace, and what to do. */
export async function whyNothing(
  workspace: Workspace,
  speaker: string | undefined,
  options: { readonly signal: AbortSignal },
): Promise<string> {
  if (speaker !== undefined && (await workspace.speaker(speaker, options)) === null) {
    const names = await workspace.suggestSpeakers(speaker, options);
    const hint = names.length === 0 ? "The tool speakers lists all speakers." : didYouMean(names);
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
