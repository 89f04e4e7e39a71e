import { chance } from "../chance.ts";
import { linesOf } from "./sections.ts";

/** Of questions, this share has the first option as its answer, as if most questions had been right. */
const FIRST_OPTION = 0.9;

/**
 * A verdict for each question in a section of a prompt, such as `s1 supported`: the label and an option. A question is a line
 * `s1: words` with the lines below it. Equal questions have equal verdicts. Null if the prompt has no such section.
 * @param instructions list the options, as lines `- "option": meaning`. The first one is the most frequent verdict.
 */
export function verdictsIn(prompt: string, section: string, instructions: string): readonly string[] | null {
  const lines = linesOf(prompt, section);
  if (lines === null) return null;
  const options = [...instructions.matchAll(/^- "(\w+)":/gm)].map(([, option = ""]) => option);
  const questions: { label: string; words: string }[] = [];
  for (const line of lines) {
    const [, label, words = ""] = /^([a-z]+\d+): (.*)$/.exec(line) ?? [];
    const last = questions.at(-1);
    if (label !== undefined) questions.push({ label, words });
    else if (last !== undefined) last.words += `\n${line}`;
  }
  return options.length === 0 ? [] : questions.map(({ label, words }) => `${label} ${optionFor(words, options)}`);
}

function optionFor(words: string, [first = "", ...others]: readonly string[]): string {
  if (others.length === 0 || chance(words, "verdict") < FIRST_OPTION) return first;
  return others[Math.floor(chance(words, "option") * others.length)] as string;
}
