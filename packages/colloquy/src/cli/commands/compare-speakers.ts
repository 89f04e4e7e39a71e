import { Option } from "commander";
import { ColloquyError } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import { loadLibrary, type SpeakerComparison } from "../library.ts";
import { collected } from "../own-options.ts";
import { renderNamesakes, renderSpeakerComparison } from "../views/speaker-comparison.ts";
import { jsonLine } from "../json-line.ts";
import { readingOptions } from "../reading-options.ts";
import { named } from "../views/named.ts";

export const compareSpeakersCommand: CommandDefinition = {
  name: "compare-speakers",
  summary: "show what speakers agree and disagree about",
  arguments: "<speakers...>",
  argumentsHelp: "names, aliases or ids of two speakers or more, each in quotes if it has several words",
  description:
    "Prints what speakers disagree about, what they agree about, what they both speak about, and what only one of them speaks about, each in the words of the speakers. Statements and positions are compared; questions and suppositions are not. --verbose shows every item.",
  own: [
    new Option(
      "--file <path>",
      "only what is said in this file, or in files that match a glob; may be repeated",
    ).argParser(collected),
  ],
  examples: [
    'colloquy compare-speakers "Ada Novak" "Ben Okafor" --workspace talks',
    'colloquy compare-speakers Marketing "Project Manager" --file product_ES2008b.txt --json',
  ],
  needsConfiguration: true,
  run: async (invocation) => {
    const { options, words, own, output, messages } = invocation;
    if (words.length < 2 || words.some((word) => word.trim() === ""))
      throw new ColloquyError("invalid-input", "Give at least two speakers, each in quotes if it has several words.");
    const { open } = await loadLibrary();
    await using workspace = await open(options.workspace, readingOptions(invocation));
    const files = own.file as string[] | undefined;
    const comparison = await workspace.compareSpeakers(words, files === undefined ? {} : { files });
    if (options.json) await output.write(jsonLine(shown(comparison)));
    else await output.write(renderSpeakerComparison(comparison, options.verbose, output));
    if (!options.json && !options.quiet) await messages.write(renderNamesakes(comparison));
    return 0;
  },
};

/** The shape of the JSON contract: each end of a relation as a name and an id. */
function shown({ disagreements, agreements, shared, only, ...comparison }: SpeakerComparison) {
  const viewpoints = (of: SpeakerComparison["agreements"]) =>
    of.map((each) => ({ viewpoints: each.viewpoints.map(named) }));
  const topics = (of: SpeakerComparison["shared"]) =>
    of.map(({ by, ...topic }) => ({
      ...topic,
      by: by.map((each) => ({ ...each, statements: each.statements.map(named) })),
    }));
  return {
    ...comparison,
    disagreements: viewpoints(disagreements),
    agreements: viewpoints(agreements),
    shared: topics(shared),
    only: only.map((each) => ({ ...each, topics: topics(each.topics) })),
  };
}
