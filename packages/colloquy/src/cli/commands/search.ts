import { Option } from "commander";
import { alternatives, ColloquyError, didYouMean, printable } from "../../model/index.ts";
import { counted, unstatedRemark } from "../../text/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import type { Invocation } from "../context.ts";
import { type AskedType, loadLibrary, type SearchHit, type Workspace } from "../library.ts";
import { listHint } from "../list-hint.ts";
import { libraryOptions, MODEL_KEYS } from "../library-options.ts";
import { collected, wholeNumber } from "../own-options.ts";
import { renderSearchHits } from "../views/search-hits.ts";
import { jsonLine } from "../json-line.ts";
import { readingOptions } from "../reading-options.ts";

export const searchCommand: CommandDefinition = {
  name: "search",
  summary: "find chunks by their words or their meaning",
  arguments: "<words...>",
  argumentsHelp: "words to search for",
  description:
    "Prints the best chunks with file, speaker and time. Matches words and their forms, and the entities that the words name; with the embedding model of the vectors, also the meaning. A search without hits is no failure.",
  own: [
    new Option("--file <path>", "search only this file, or files that match a glob; may be repeated").argParser(
      collected,
    ),
    new Option("--exact", "find only chunks that have a word of the query"),
    new Option("--speaker <name>", "search only chunks with a turn of this speaker, by name or alias"),
    new Option(
      "--limit <number>",
      "number of chunks, including weaker matches (default: at most 10, only good matches)",
    ).argParser(wholeNumber("--limit")),
  ],
  examples: [
    'colloquy search "remote control" --workspace meetings',
    'colloquy search sleep habits --speaker Ada --file "2024/*.vtt" --limit 3',
  ],
  needsConfiguration: true,
  run: async (invocation) => {
    const { options, words, own, output, messages } = invocation;
    if (words.join("").trim() === "")
      throw new ColloquyError(
        "invalid-input",
        "There are no words to search for; give some, as in `colloquy search habits`.",
      );
    const { open } = await loadLibrary();
    await using workspace = await open(options.workspace, {
      ...libraryOptions(invocation, MODEL_KEYS),
      ...readingOptions(invocation),
    });
    const query = words.join(" ");
    const speaker = own.speaker as string | undefined;
    const { hits, unstated } = await workspace.searchOutcome(query, {
      ...(own.limit === undefined ? {} : { limit: own.limit as number }),
      ...(own.file === undefined ? {} : { files: own.file as string[] }),
      ...(speaker === undefined ? {} : { speaker }),
      ...(own.exact === true ? { exact: true } : {}),
    });
    const missing = await workspace.absentWords(query);
    if (options.json) await output.write(jsonLine({ hits: hits.map(hitForJson), missing, unstated }));
    else if (hits.length > 0) await output.write(renderSearchHits(hits, { words, whole: options.verbose }, output));
    if (options.quiet) return 0;
    const remarks = await remarksOn({ hits, missing, unstated, speaker, isJson: options.json }, workspace, invocation);
    for (const remark of remarks) await messages.write(`${printable(remark)}\n`);
    return 0;
  },
};

interface Searched {
  readonly hits: readonly SearchHit[];
  readonly missing: readonly string[];
  readonly unstated: AskedType | null;
  readonly speaker: string | undefined;
  readonly isJson: boolean;
}

/** Remarks on the hits. With --json there are fewer: the JSON contains the hits, `missing` and `unstated`. */
async function remarksOn(
  { hits, missing, unstated, speaker, isJson }: Searched,
  workspace: Workspace,
  invocation: Invocation,
): Promise<readonly string[]> {
  const unknown =
    hits.length > 0 || speaker === undefined ? null : await unknownSpeaker(speaker, workspace, invocation);
  if (unknown !== null) return [unknown];
  if (isJson) return [];
  return [
    ...(hits.length > 0 ? [] : [await whyNothing(workspace)]),
    ...(missing.length > 0 ? [`No chunk contains ${alternatives(missing)}.`] : []),
    ...(unstated === null ? [] : [unstatedRemark(unstated)]),
    ...(missing.length > 0 || unstated !== null ? [] : await weakness(hits)),
  ];
}

/** A remark for hits that are more likely wrong than right. */
async function weakness([best]: readonly SearchHit[]): Promise<readonly string[]> {
  const { FOUND_SCORE } = await loadLibrary();
  return best !== undefined && best.score < FOUND_SCORE ? ["Nothing matches well; these chunks come nearest."] : [];
}

/** Null for a known speaker. Null if the graph cannot be read, too: the search has reported that. */
async function unknownSpeaker(speaker: string, workspace: Workspace, invocation: Invocation): Promise<string | null> {
  try {
    if ((await workspace.speaker(speaker)) !== null) return null;
    const names = await workspace.suggestSpeakers(speaker);
    const hint = names.length === 0 ? listHint("speakers", invocation) : didYouMean(names);
    return `Nothing found, because there is no speaker "${speaker}". ${hint}`;
  } catch (error) {
    if (ColloquyError.isInstance(error)) return null;
    throw error;
  }
}

/** Explains an empty result by the status of the workspace, and what to do. */
async function whyNothing(read: Workspace): Promise<string> {
  const { workspace, chunks, vectors, unwritten } = await read.status();
  const pending = chunks.total - chunks.embedded - chunks.embeddingDeadLetters;
  const run = `run \`colloquy ingest\` on workspace ${workspace}`;
  if (unwritten > 0 && vectors === 0) {
    const waiting = counted(unwritten, "chunk waits", "chunks wait");
    return `Nothing found, because nothing is written to the index yet: ${waiting} for the next run; ${run}.`;
  }
  if (vectors === 0) return `Nothing found, because nothing is indexed yet: ${run}, without --skip-embeddings.`;
  if (pending > 0) {
    const pendingChunks = counted(pending, "chunk is", "chunks are");
    return `Nothing found in the indexed chunks; ${pendingChunks} pending: ${run} again, or try other words.`;
  }
  if (await isEmpty(read.rows("vector")))
    return `Nothing found, because the index is empty: \`colloquy project --workspace ${workspace}\` fills it.`;
  return "Nothing found; try other words, or fewer filters.";
}

async function isEmpty(rows: AsyncIterable<unknown>): Promise<boolean> {
  for await (const _row of rows) return false;
  return true;
}

/** A hit in the shape of the JSON contract. */
function hitForJson({ score, file, speaker, startMs, approximate, endMs, ...position }: SearchHit): object {
  const { startOffset, endOffset, text, match, duplicates } = position;
  return { score, file, speaker, startMs, approximate, endMs, startOffset, endOffset, text, match, duplicates };
}
