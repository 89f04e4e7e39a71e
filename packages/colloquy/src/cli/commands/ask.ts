import { resolve } from "node:path";
import { Option } from "commander";
import { readRegularFile, textOf } from "../../files/index.ts";
import { ColloquyError, describeSystemError, printable, shellWord } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import type { Invocation } from "../context.ts";
import { isAbort } from "../failure.ts";
import { jsonLine } from "../json-line.ts";
import { libraryOptions, MODEL_KEYS } from "../library-options.ts";
import { type AskOptions, type AskResult, loadLibrary, type Workspace } from "../library.ts";
import { listHint } from "../list-hint.ts";
import { collected } from "../own-options.ts";
import { readingOptions } from "../reading-options.ts";
import {
  notSaid,
  remarksOnAnswer,
  renderCitations,
  renderLeftOut,
  renderNotSaid,
  renderSentence,
} from "../views/answer.ts";

const LARGEST_REPLY = 1_000_000;

export const askCommand: CommandDefinition = {
  name: "ask",
  summary: "answer a question from the transcripts, with the words that say it",
  arguments: "<question...>",
  argumentsHelp: "the question",
  description:
    "Answers a question in sentences that cite speaker, transcript, time and exact words. With --model a language model writes the answer, and every sentence is checked against the words that it cites; without a model, the best sentences of the transcripts are printed. If the transcripts do not say, the answer is that. The question with its answer is kept in the workspace's folder.",
  own: [
    new Option("--file <path>", "use only this file, or files that match a glob; may be repeated").argParser(collected),
    new Option("--speaker <name>", "use only what this speaker says, by name or alias"),
    new Option("--continue", "continue the last conversation: the question may refer to it"),
    new Option("--dry-run", "print the request to the model and its evidence as JSON, and send nothing"),
    new Option("--reply <file>", "use a recorded reply of a model instead of a call; - reads it from stdin").conflicts(
      "dryRun",
    ),
  ],
  examples: [
    'colloquy ask "What colour should the remote control be?" --workspace meetings',
    'colloquy ask "What do the guests disagree on?" --model openai:gpt-4o-mini --max-cost 0.05',
    'colloquy ask "And who is against it?" --continue',
  ],
  needsConfiguration: true,
  run: async (invocation) => {
    const { options, words, own, output } = invocation;
    const question = words.join(" ");
    const { open } = await loadLibrary();
    await using workspace = await open(options.workspace, {
      ...libraryOptions(invocation, [...MODEL_KEYS, "contextWindow"]),
      ...readingOptions(invocation),
    });
    const asked = {
      ...(own.file === undefined ? {} : { files: own.file as string[] }),
      ...(own.speaker === undefined ? {} : { speaker: own.speaker as string }),
      continue: own.continue === true,
    };
    if (own.dryRun === true) {
      await output.write(jsonLine(await workspace.askRequest(question, asked)));
      return 0;
    }
    const reply = own.reply === undefined ? {} : { reply: await recordedReply(own.reply as string, invocation) };
    return await answer(workspace, question, { ...asked, ...reply }, invocation);
  },
};

/** Prints the answer while it is written. */
async function answer(
  workspace: Workspace,
  question: string,
  asked: AskOptions,
  invocation: Invocation,
): Promise<number> {
  const { options, output, messages, interruption } = invocation;
  const { environment: _environment, ...calling } = libraryOptions(invocation, [
    "timeout",
    "giveUpAfter",
    "maxCost",
    "prices",
    "traceContent",
  ]);
  // Without a model, the sentences are the cited words, which are printed at the end.
  const isWritten = options.model !== undefined || asked.reply !== undefined;
  interruption.endCleanly(() => undefined);
  let result: AskResult;
  try {
    result = await workspace.ask(question, {
      ...asked,
      ...calling,
      signal: interruption.signal,
      onSentence(sentence, added) {
        if (options.json) void output.write(jsonLine({ event: "answer.sentence", ...sentence, added }));
        else if (isWritten) void output.write(renderSentence(sentence, output));
      },
    });
  } catch (error) {
    if (!interruption.signal.aborted || !isAbort(error)) throw error;
    await messages.write("colloquy: Interrupted.\n");
    return interruption.exitCode ?? 130;
  }
  if (options.json) await output.write(jsonLine(result));
  else await printEnd(result, isWritten, invocation);
  if (result.unkept !== null) await messages.write(`colloquy: ${printable(result.unkept)}\n`);
  if (!options.quiet && !options.json)
    for (const remark of remarksOnAnswer(result, options.maxCost)) await messages.write(`${printable(remark)}\n`);
  if (!options.quiet && !options.json) await warnOfUnknownSpeaker(workspace, asked, result, invocation);
  return result.exitCode;
}

async function printEnd(result: AskResult, isWritten: boolean, { options, output }: Invocation): Promise<void> {
  if (result.outcome === "budget-reached") return;
  const { answered, citations } = result;
  const cited = renderCitations(citations, options.verbose, output);
  if (answered) await output.write(`${isWritten ? "\n" : ""}${cited}${renderLeftOut(result)}`);
  else await output.write(options.quiet ? `${notSaid(result)}\n` : renderNotSaid(result, options.verbose, output));
}

async function warnOfUnknownSpeaker(
  workspace: Workspace,
  { speaker }: AskOptions,
  { found }: AskResult,
  { messages, flags }: Invocation,
): Promise<void> {
  if (speaker === undefined || found || (await workspace.speaker(speaker)) !== null) return;
  await messages.write(`There is no speaker ${shellWord(speaker)}. ${listHint("speakers", { flags })}\n`);
}

/** @throws ColloquyError `invalid-input` for a file that cannot be read. */
async function recordedReply(file: string, { input, cwd }: Pick<Invocation, "input" | "cwd">): Promise<string> {
  const refuse = (reason: string): never => {
    const from = file === "-" ? "stdin" : shellWord(file);
    throw new ColloquyError(
      "invalid-input",
      `The reply in ${from} cannot be read (${reason}): name a file with --reply.`,
    );
  };
  if (file !== "-") {
    try {
      const limit = { largest: LARGEST_REPLY, tooLarge: () => "it is too large for a reply" };
      return textOf(readRegularFile(resolve(cwd, file), limit));
    } catch (error) {
      return refuse(describeSystemError(error));
    }
  }
  let text = "";
  for await (const piece of input ?? []) {
    text += String(piece);
    if (text.length > LARGEST_REPLY) return refuse("it is too large for a reply");
  }
  return text;
}
