/**
 * How evidence may say a fact. The order is that of shown counts, and of precedence when the same words have two
 * polarities.
 */
export const POLARITIES = ["stated", "negated", "question", "hypothetical", "implied"] as const;

/** How evidence says a fact. */
export type Polarity = (typeof POLARITIES)[number];

/** The number of pieces of evidence with each polarity. */
export type PolarityCounts = Readonly<Record<Polarity, number>>;

/** The results of `countOf`, in the order of the polarities. */
export function polarityCounts(countOf: (polarity: Polarity) => number): PolarityCounts {
  return {
    stated: countOf("stated"),
    negated: countOf("negated"),
    question: countOf("question"),
    hypothetical: countOf("hypothetical"),
    implied: countOf("implied"),
  };
}

/** Whether no words say it directly: both ends occur together, or the fact follows from the words. */
export function isOnlyImplied({ stated, negated, question, hypothetical }: PolarityCounts): boolean {
  return stated + negated + question + hypothetical === 0;
}
