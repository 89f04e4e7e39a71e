import { Option } from "commander";
import { ColloquyError } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import { counted } from "../format.ts";
import { loadLibrary, type SearchHit, type Workspace } from "../library.ts";
import { QUERY_OPTIONS, queryModelOptions } from "../model-options.ts";
import { collected, wholeNumber } from "../own-options.ts";
import { renderSearchHits } from "../views/search-hits.ts";
import { jsonLine } from "../json-line.ts";
import { readingOptions } from "../reading-options.ts";
import { VECTOR_OPTIONS } from "../store-options.ts";

const DEFAULT_LIMIT = 10;

export const searchCommand: CommandDefinition = {
  name: "search",
  summary: "find the passages where something is said",
  arguments: "<words...>",
  argumentsHelp: "what to look for",
  description:
    "Prints the best passages with file, speaker and time. Matches words and their forms, and meaning where the embedding model that made the vectors is named; no hits is an empty answer.",
  configured: ["workspace", "dataDir", ...VECTOR_OPTIONS, ...QUERY_OPTIONS, "json", "quiet", "verbose"],
  own: [
    new Option("--file <path>", "only in this file, or in files that match a glob; may be repeated").argParser(
      collected,
    ),
    new Option("--speaker <name>", "only where this speaker has a turn"),
    new Option("--limit <number>", `how many passages (default: ${DEFAULT_LIMIT})`).argParser(wholeNumber("--limit")),
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
        "There are no words to look for; give some, as in `colloquy search habits`.",
      );
    const { open } = await loadLibrary();
    await using workspace = await open(options.workspace, {
      ...queryModelOptions(invocation),
      ...readingOptions(invocation),
    });
    const hits = await workspace.search(words.join(" "), {
      limit: (own.limit as number | undefined) ?? DEFAULT_LIMIT,
      ...(own.file === undefined ? {} : { files: own.file as string[] }),
      ...(own.speaker === undefined ? {} : { speaker: own.speaker as string }),
    });
    if (options.json) await output.write(jsonLine({ hits: hits.map(contractHit) }));
    else if (hits.length > 0) await output.write(renderSearchHits(hits, { words, whole: options.verbose }, output));
    else if (!options.quiet) await messages.write(`${await whyNothing(workspace)}\n`);
    return 0;
  },
};

/** Why a search found nothing, as far as the workspace's state can tell, and what to do. */
async function whyNothing(read: Workspace): Promise<string> {
  const { workspace, chunks, vectors, unwritten } = await read.status();
  const pending = chunks.total - chunks.embedded - chunks.embeddingDeadLetters;
  const run = `run \`colloquy ingest\` on workspace ${workspace}`;
  if (unwritten > 0 && vectors === 0) {
    const waiting = counted(unwritten, "passage waits", "passages wait");
    return `Nothing found, because nothing is written into the index yet: ${waiting} for the next run; ${run}.`;
  }
  if (vectors === 0) return `Nothing found, because nothing is indexed yet: ${run}, without --skip-embeddings.`;
  if (pending > 0) {
    const rest = counted(pending, "passage is", "passages are");
    return `Nothing found in what is indexed; ${rest} pending: ${run} again, or try other words.`;
  }
  if (await isEmpty(read.rows("vector")))
    return `Nothing found, because the index that is read is empty: \`colloquy project --workspace ${workspace}\` fills it.`;
  return "Nothing found; try other words, or fewer filters.";
}

async function isEmpty(rows: AsyncIterable<unknown>): Promise<boolean> {
  for await (const _row of rows) return false;
  return true;
}

/** A hit as the contract has it. */
function contractHit({ score, file, speaker, startMs, approximate, endMs, ...place }: SearchHit): object {
  const { startOffset, endOffset, text } = place;
  return { score, file, speaker, startMs, approximate, endMs, startOffset, endOffset, text };
}
