/**
 * How a fact may stand in the words that support it: the order in which counts are shown, and in which one polarity goes
 * before another where the same words have both.
 */
export const POLARITIES = ["stated", "negated", "question", "hypothetical", "implied"] as const;

/** How a fact stands in the words that support it. */
export type Polarity = (typeof POLARITIES)[number];

/** How many pieces of evidence have each polarity. */
export type PolarityCounts = Readonly<Record<Polarity, number>>;

/** The counts that `countOf` gives, in the order of the polarities. */
export function polarityCounts(countOf: (polarity: Polarity) => number): PolarityCounts {
  return {
    stated: countOf("stated"),
    negated: countOf("negated"),
    question: countOf("question"),
    hypothetical: countOf("hypothetical"),
    implied: countOf("implied"),
  };
}

/** Whether nobody says it: both ends are heard together, or it follows from the words. */
export function isOnlyImplied({ stated, negated, question, hypothetical }: PolarityCounts): boolean {
  return stated + negated + question + hypothetical === 0;
}
