import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface, type Interface } from "node:readline/promises";
import { Option } from "commander";
import { ColloquyError, describeSystemError, REVIEW_KINDS, type ReviewKind } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import type { Invocation } from "../context.ts";
import { jsonLine } from "../json-line.ts";
import { loadLibrary, type ReviewItem, type Workspace } from "../library.ts";
import { numberWithin, wholeNumber } from "../own-options.ts";
import { readingOptions } from "../reading-options.ts";
import { renderFigures, renderItem } from "../views/review.ts";
import { readAnswers } from "../review-file.ts";

export const reviewCommand: CommandDefinition = {
  name: "review",
  summary: "judge a sample of the graph, and see how much is right",
  description:
    "Draws a random sample of merges, relations, mentions and found names, and asks about each one with its words: is it right? Answers are kept in the workspace, so you can stop and continue. Prints the share of right items with its 95 % interval. Without a terminal it prints the sample as lines of JSON, to be filled in and read with --file.",
  own: [
    new Option("--kind <kind>", `only items of this kind: ${REVIEW_KINDS.join(", ")}; may be repeated`).argParser(
      kindsFrom,
    ),
    new Option("--size <number>", "most items of each kind (default: 50)").argParser(wholeNumber("--size")),
    new Option("--seed <number>", "another seed draws another sample (default: 1)").argParser(
      numberWithin("--seed", { least: 0, whole: true }),
    ),
    new Option("--file <file>", "read the answers of a filled-in sample"),
  ],
  examples: [
    "colloquy review --workspace meetings --kind relations",
    "colloquy review --size 100 > sample.jsonl",
    "colloquy review --size 100 --file sample.jsonl",
  ],
  needsConfiguration: true,
  run: async (invocation) => {
    const { options, own, cwd, output } = invocation;
    const { open } = await loadLibrary();
    await using workspace = await open(options.workspace, readingOptions(invocation));
    const file = own.file as string | undefined;
    if (file !== undefined) workspace.answerReview(readAnswers(textOf(resolve(cwd, file), file), file));
    const sample = {
      ...(own.kind === undefined ? {} : { kinds: own.kind as ReviewKind[] }),
      ...(own.size === undefined ? {} : { size: own.size as number }),
      ...(own.seed === undefined ? {} : { seed: own.seed as number }),
    };
    const { items, figures } = await workspace.review(sample);
    if (options.json) {
      await output.write(jsonLine({ items, figures }));
      return 0;
    }
    if (file === undefined && items.length > 0) {
      if (!isInteractive(invocation)) return printSample(invocation, items);
      await ask(invocation, workspace, items);
    }
    const after = file === undefined ? (await workspace.review(sample)).figures : figures;
    await output.write(renderFigures(after, output));
    return 0;
  },
};

function kindsFrom(kind: string, previous: unknown): ReviewKind[] {
  const known = REVIEW_KINDS.find((each) => each === kind);
  if (known === undefined)
    throw new ColloquyError("invalid-input", `--kind is '${kind}', but must be one of ${REVIEW_KINDS.join(", ")}.`);
  return Array.isArray(previous) ? [...(previous as ReviewKind[]), known] : [known];
}

function textOf(path: string, named: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new ColloquyError("invalid-input", `${named} cannot be read (${describeSystemError(error)}).`, {
      cause: error,
    });
  }
}

function isInteractive({ output, input }: Invocation): boolean {
  return output.isTerminal && input?.isTTY === true;
}

/** Lines to fill in. */
async function printSample({ output, messages, options }: Invocation, items: readonly ReviewItem[]): Promise<number> {
  for (const { id, kind, text, evidence, answer } of items)
    await output.write(jsonLine({ kind, text, words: evidence.map(wordsOf), answer: answer ?? "", id }));
  if (!options.quiet)
    await messages.write(
      "Fill in `answer` with yes, no or skip, and read the file with `colloquy review --file FILE` and the same options.\n",
    );
  return 0;
}

/** With the words that name what it does not name. */
function wordsOf({ text, antecedents = [] }: ReviewItem["evidence"][number]): string {
  return antecedents.length === 0
    ? text
    : `${text} (meaning ${antecedents.map((each) => `“${each.text}”`).join(" and ")})`;
}

const ANSWERS = { y: "yes", yes: "yes", n: "no", no: "no", s: "skip", skip: "skip" } as const;

/** Asks about the items without an answer, and stores each answer at once. Ends early at `q` and at the end of the input. */
async function ask({ output, input }: Invocation, workspace: Workspace, items: readonly ReviewItem[]): Promise<void> {
  const open = items.filter(({ answer }) => answer === null);
  using lines = createInterface({ input: input as NodeJS.ReadableStream, output: output.stream });
  const closed = new Promise<null>((resolved) => lines.once("close", () => resolved(null)));
  for (const [index, item] of open.entries()) {
    await output.write(`\n${renderItem(item, { number: index + 1, of: open.length }, output)}\n`);
    const answer = await answerFrom(lines, closed);
    if (answer === null) break;
    workspace.answerReview([{ id: item.id, answer, kind: item.kind }]);
  }
  await output.write("\n");
}

/** Null to stop. */
async function answerFrom(lines: Interface, closed: Promise<null>): Promise<"yes" | "no" | "skip" | null> {
  for (;;) {
    const line = await Promise.race([lines.question("Right? [y]es, [n]o, [s]kip, [q]uit: "), closed]);
    const word = line?.trim().toLowerCase() ?? null;
    if (word === null || word === "q" || word === "quit") return null;
    if (Object.hasOwn(ANSWERS, word)) return ANSWERS[word as keyof typeof ANSWERS];
  }
}
