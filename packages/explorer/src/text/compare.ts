/** Words of the comparison of two people. */
export const compareWords = {
  title: "Compare two people",
  titleOf: (one: string, other: string): string => `${one} and ${other}`,
  one: "One person",
  other: "The other person",
  pick: "Find a person…",
  change: (name: string): string => `Choose somebody else than ${name}`,
  swap: "Swap",
  hint: "Choose two people to see what they disagree about, what they agree about, and what both or only one of them speaks about.",
  mostTurns: "Who speaks most",
  speaksWith: (name: string): string => `Who speaks with ${name}`,
  samePerson: "Choose two different people.",
  disagreements: "They disagree",
  agreements: "They agree",
  shared: "Both speak about",
  only: (name: string): string => `Only ${name} speaks about`,
  says: { stated: "says so", negated: "denies it" },
  counts: (...counts: readonly string[]): string => counts.join(" · "),
  conclusions: {
    nothing: (one: string, other: string): string => `${one} and ${other} share no statement and no topic.`,
    topics: (one: string, other: string): string =>
      `${one} and ${other} speak about the same things, but no two of their statements agree or contradict each other.`,
    "no-disagreement": (one: string, other: string): string => `No statement of ${one} contradicts one of ${other}.`,
  },
  more: "Show more topics",
  shownOf: (shown: number, count: number): string => `The first ${shown} of ${count} topics.`,
} as const;
