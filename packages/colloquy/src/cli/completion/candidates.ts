import type { Argument, Command, Option } from "commander";

/** A possible word at the cursor, with its description. */
export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** The possible input at the cursor: words, or paths, which the shell completes itself. */
export type Completion =
  { readonly kind: "words"; readonly candidates: readonly Candidate[] } | { readonly kind: "files" | "folders" };

/** The options before the cursor that locate the workspaces. */
export interface LocationOptions {
  readonly dataDir: string | undefined;
  readonly config: string | undefined;
}

export type ListWorkspaces = (options: LocationOptions) => readonly string[];

/** A command line up to the cursor, parsed by the definition of its command. */
interface ReadCall {
  /** Values of options, by flag. */
  readonly values: ReadonlyMap<string, string>;
  /** The option whose value is at the cursor. */
  readonly awaiting: Option | undefined;
  readonly positionals: number;
  /** Whether `--` is before the cursor. */
  readonly optionsEnded: boolean;
}

const NOTHING: Completion = { kind: "words", candidates: [] };

/**
 * Returns the possible input at the cursor.
 * @param words the words after `colloquy`, up to the cursor. The last is the word at the cursor; it may be empty.
 */
export function complete(program: Command, words: readonly string[], listWorkspaces: ListWorkspaces): Completion {
  const joined = withoutEqualsSigns(words);
  const current = joined.at(-1) ?? "";
  const name = joined.slice(0, -1).find((word) => !word.startsWith("-"));
  if (name === undefined) return wordsStarting(current, current.startsWith("-") ? flags(program) : commands(program));
  if (name === "help") return wordsStarting(current, commands(program));
  const command = program.commands.find((each) => each.name() === name);
  if (command === undefined) return NOTHING;
  return completeCall(command, joined.slice(joined.indexOf(name) + 1, -1), current, listWorkspaces);
}

/** bash splits `--workspace=talks` into three words. */
function withoutEqualsSigns(words: readonly string[]): readonly string[] {
  const kept = words.filter((word, index) => word !== "=" || !words[index - 1]?.startsWith("--"));
  return words.at(-1) === "=" && kept.length < words.length ? [...kept, ""] : kept;
}

function completeCall(
  command: Command,
  before: readonly string[],
  current: string,
  listWorkspaces: ListWorkspaces,
): Completion {
  const call = readCall(command, before);
  const locationOptions = { dataDir: call.values.get("--data-dir"), config: call.values.get("--config") };
  const workspaces = () => listWorkspaces(locationOptions).map((value) => ({ value, description: "workspace" }));
  if (call.awaiting !== undefined) return valuesStarting(current, "", call.awaiting, workspaces);
  const isFlag = current.startsWith("-") && !call.optionsEnded;
  const [, flag, value = ""] = (isFlag && /^(--[^=]+)=(.*)$/s.exec(current)) || [];
  const option = flag === undefined ? undefined : optionOf(command, flag);
  if (option !== undefined) return valuesStarting(value, `${flag}=`, option, workspaces);
  const argument = isFlag ? undefined : argumentAt(command, call.positionals);
  if (argument !== undefined) return valuesStarting(current, "", argument, workspaces);
  return call.optionsEnded ? NOTHING : wordsStarting(current, flags(command));
}

function readCall(command: Command, before: readonly string[]): ReadCall {
  const values = new Map<string, string>();
  let awaiting: Option | undefined;
  let positionals = 0;
  let optionsEnded = false;
  for (const word of before) {
    if (awaiting !== undefined) {
      values.set(awaiting.long ?? "", word);
      awaiting = undefined;
    } else if (optionsEnded || !word.startsWith("-")) positionals += 1;
    else if (word === "--") optionsEnded = true;
    else {
      const [, flag = word, value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
      const option = optionOf(command, flag);
      if (value !== undefined) values.set(flag, value);
      else if (option?.required === true) awaiting = option;
    }
  }
  return { values, awaiting, positionals, optionsEnded };
}

function optionOf(command: Command, flag: string): Option | undefined {
  return command.options.find((option) => option.long === flag || option.short === flag);
}

function argumentAt({ registeredArguments }: Command, index: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic === true ? last : undefined);
}

/** Uses the choices of an option or argument, or else the name of its value in the help. */
function valuesStarting(
  start: string,
  prefix: string,
  of: Option | Argument,
  workspaces: () => readonly Candidate[],
): Completion {
  if (of.argChoices !== undefined)
    return wordsStarting(
      start,
      of.argChoices.map((value) => ({ value, description: "" })),
      prefix,
    );
  const name = of.name();
  const value = "flags" in of ? /<(.+?)>/.exec(of.flags)?.[1] : name.replace(/s$/, "");
  if (value === "file" || value === "folder") return { kind: `${value}s` };
  return /^workspaces?$/.test(name) ? wordsStarting(start, workspaces(), prefix) : NOTHING;
}

function wordsStarting(start: string, candidates: readonly Candidate[], prefix = ""): Completion {
  return {
    kind: "words",
    candidates: candidates
      .filter(({ value }) => value.startsWith(start))
      .map(({ value, description }) => ({ value: `${prefix}${value}`, description })),
  };
}

function commands(program: Command): readonly Candidate[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({ value: command.name(), description: command.summary() || command.description() }));
}

function flags(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => ({ value: option.long ?? option.flags, description: option.description }));
}
