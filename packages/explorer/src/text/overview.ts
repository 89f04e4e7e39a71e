import { counted, number } from "./format.ts";

const RULES = "built-in rules, without a language model";

export const overview = {
  outdated: "So the views may not show all that was read.",
  transcripts: "Transcripts over time",
  withoutDates: "The names of the files have no dates, so this is the order of the files.",
  firstOf: (shown: number, all: number): string => `The first ${number(shown)} of ${number(all)} transcripts.`,
  latestOf: (shown: number, all: number): string =>
    `The latest ${number(shown)} of ${number(all)} transcripts with a date.`,
  undated: (count: number): string =>
    `${counted(count, "transcript")} without a date ${count === 1 ? "is" : "are"} not shown.`,
  people: "Who speaks most",
  themes: "Themes",
  claims: "Said most often",
  changes: "Changed by the last run",
  unchanged: "The last run changed nothing.",
  added: "added or changed",
  removed: "removed",
  relations: "Relations",
  quotes: "Quotes",
  quality: "How good the graph is",
  all: "All",
  graph: "As a graph",
  ideas: "ideas",
  further: (count: number): string => `and ${count} more`,
  extracted: "chunks read for facts",
  embedded: "chunks in the search index",
  deadLetters: "chunks that no call could read",
  grounded: "of the facts that were found quote words of the transcript; only these are kept",
  ungrounded: "facts left out, because the transcript does not have their words",
  withdrawn: "statements withdrawn by a check",
  connected: "of the most mentioned ideas have a relation",
  reviewed: (kind: string): string => `${kind} right, judged by people`,
  unreviewed: "Nobody has judged a sample yet. `colloquy review` does that, and gives figures with intervals.",
  /** @param profiles of the extraction: `rules-en@3`, or a model with the version of its prompt. */
  foundBy: (profiles: readonly string[]): string => {
    const names = profiles.map((each) => (each.startsWith("rules-") ? RULES : each.replace(/ prompt-.*$/u, "")));
    return `Facts were found by ${[...new Set(names)].join(", ")}.`;
  },
} as const;
