import { ColloquyError, shellWord } from "../../model/index.ts";
import type { CommandDefinition, RawCall } from "../command-definition.ts";
import { complete, type Completion, SCRIPTS, type Shell, SHELLS, workspaceNames } from "../completion/index.ts";

/** The first argument in calls by the scripts, instead of a shell. */
const CANDIDATES = "candidates";

export const completionCommand: CommandDefinition = {
  name: "completion",
  summary: "print a script for command completion in your shell",
  arguments: "<shell> [words...]",
  argumentsHelp: "your shell",
  argumentChoices: SHELLS,
  description:
    "Prints a script for bash, zsh or fish that completes commands, options, workspaces, files and folders when you press Tab. The script calls `colloquy completion candidates -- WORDS` for the possible words at the cursor.",
  takesConfigurationFile: false,
  examples: [
    "source <(colloquy completion bash)           # this shell; the same line in ~/.bashrc for each",
    "source <(colloquy completion zsh)            # the same in ~/.zshrc, after compinit",
    "colloquy completion fish | source            # the same in ~/.config/fish/config.fish",
  ],
  needsConfiguration: false,
  run: async (call) => {
    const [first = "", ...words] = call.words;
    await call.output.write(first === CANDIDATES ? candidates(words, call) : scriptOf(first));
    return 0;
  },
};

function candidates(words: readonly string[], call: RawCall): string {
  return linesOf(complete(call.program, words, (options) => workspaceNames(options, call)));
}

function linesOf(completion: Completion): string {
  if (completion.kind !== "words") return `:${completion.kind}\n`;
  return completion.candidates.map(({ value, description }) => `${value}\t${description}\n`).join("");
}

/** @throws ColloquyError `invalid-input` for an unknown shell. */
function scriptOf(shell: string): string {
  if (isShell(shell)) return SCRIPTS[shell];
  throw new ColloquyError(
    "invalid-input",
    `There is no completion for ${shellWord(shell)}: name one of ${SHELLS.join(", ")}.`,
  );
}

function isShell(name: string): name is Shell {
  return SHELLS.some((shell) => shell === name);
}
