import { Option } from "commander";
import { optionsOf } from "../../config/index.ts";
import { ColloquyError, printable } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import type { Invocation } from "../context.ts";
import { jsonLine } from "../json-line.ts";
import { libraryOptions } from "../library-options.ts";
import { type AliasEntry, loadLibrary, type NameCorrection } from "../library.ts";
import { reportInterruption, runWithReporter } from "../run-with-reporter.ts";
import { renderProjection } from "../views/projection.ts";

const AFTERWARDS =
  "The decision is written to aliases.yaml in the workspace's folder, where you can edit it, and holds for all later runs. Graph and vectors are brought up to date without calling a model.";

export const mergeCommand: CommandDefinition = {
  name: "merge",
  summary: "make one entity of several names",
  arguments: "<names...>",
  argumentsHelp: "two names or more, each in quotes if it has several words",
  description: `Joins entities that are one thing. ${AFTERWARDS}`,
  examples: ['colloquy merge "remote work" telecommuting "working from home"'],
  needsConfiguration: true,
  run: (invocation) => {
    if (invocation.words.length < 2)
      throw new ColloquyError("invalid-input", "Give at least two names, each in quotes if it has several words.");
    return correct(invocation, { merge: invocation.words });
  },
};

export const splitCommand: CommandDefinition = {
  name: "split",
  summary: "separate a name from the entity that it was merged into",
  arguments: "<name...>",
  argumentsHelp: "the name or alias to separate",
  description: `Separates a name from the other names of its entity. An entity with one name is separated by the transcripts that mention it: it means another thing in each. Further, "NAME @FILE" names the entity that a name means in a transcript, also for labels such as Speaker 1. ${AFTERWARDS}`,
  examples: ["colloquy split telecommuting", 'colloquy split "prototype @meetings/a.vtt"'],
  needsConfiguration: true,
  run: (invocation) => correct(invocation, { split: wordsOf(invocation) }),
};

export const hideCommand: CommandDefinition = {
  name: "hide",
  summary: "leave an entity out of the graph",
  arguments: "<name...>",
  argumentsHelp: "name, alias or id of the entity",
  description: `Leaves out an entity that says nothing, with its relations. With --undo a hidden entity is shown again. ${AFTERWARDS}`,
  own: [new Option("--undo", "show a hidden entity again")],
  examples: ["colloquy hide yeah", "colloquy hide --undo yeah"],
  needsConfiguration: true,
  run: (invocation) => {
    const name = wordsOf(invocation);
    return correct(invocation, invocation.own["undo"] === true ? { unhide: name } : { hide: name });
  },
};

export const renameCommand: CommandDefinition = {
  name: "rename",
  summary: "show an entity by another name",
  arguments: "<name> <new-name>",
  argumentsHelp: "name, alias or id of the entity, in quotes if it has several words",
  description: `Gives an entity the name that graph and lists show. Transcripts, quotes and the other names stay as they are. ${AFTERWARDS}`,
  examples: ['colloquy rename "remote work" "Working from home"'],
  needsConfiguration: true,
  run: (invocation) => {
    const [rename = "", to = ""] = invocation.words;
    return correct(invocation, { rename, to });
  },
};

function wordsOf({ words }: Invocation): string {
  const name = words.join(" ");
  if (name.trim() === "") throw new ColloquyError("invalid-input", "The name is empty: give the name of an entity.");
  return name;
}

async function correct(invocation: Invocation, correction: NameCorrection): Promise<number> {
  const { options, output, interruption } = invocation;
  const { correctNames } = await loadLibrary();
  const result = await runWithReporter(invocation, (observer) =>
    correctNames(correction, { ...libraryOptions(invocation, optionsOf("merge")), ...observer }),
  );
  if (result === null) return reportInterruption(invocation);
  const { file, added, removed, ...projection } = result;
  if (options.json) await output.write(jsonLine(result));
  else if (!options.quiet) {
    const lines = [
      ...removed.map((entry) => `  removed  ${entryText(entry)}`),
      ...added.map((entry) => `  added    ${entryText(entry)}`),
    ];
    await output.write(`${[`${printable(file)}:`, ...lines].join("\n")}\n\n${renderProjection(projection, output)}`);
  }
  return interruption.exitCode ?? 0;
}

function entryText({ list, names }: AliasEntry): string {
  return `${list}: ${names.map(printable).join(", ")}`;
}
