import { type Evidence, REVIEW_KINDS, type ReviewAnswer, type ReviewKind } from "../../model/index.ts";

/** One item of a sample. */
export interface ReviewItem {
  /** Depends on what is shown, so that an answer holds as long as the item is the same. */
  readonly id: string;
  readonly kind: ReviewKind;
  /** What the graph says: `sleep REDUCES stress (negated)`. */
  readonly text: string;
  /** The words behind it: of a merge a mention of each name. */
  readonly evidence: readonly Evidence[];
}

/** The share of right items of a kind, by the answers so far. */
export interface ReviewFigures {
  readonly kind: ReviewKind;
  /** Items of the sample. */
  readonly sampled: number;
  /** Items with the answer yes or no. */
  readonly judged: number;
  readonly right: number;
  readonly skipped: number;
  /** right / judged, and its 95 % interval; null without a judged item. */
  readonly precision: number | null;
  readonly interval: readonly [least: number, most: number] | null;
}

/** The figures of each kind in a sample. */
export function reviewFigures(
  items: readonly Pick<ReviewItem, "id" | "kind">[],
  answers: ReadonlyMap<string, ReviewAnswer>,
): readonly ReviewFigures[] {
  return REVIEW_KINDS.flatMap((kind) => {
    const own = items.filter((item) => item.kind === kind);
    if (own.length === 0) return [];
    const count = (answer: ReviewAnswer): number => own.filter(({ id }) => answers.get(id) === answer).length;
    const [right, wrong] = [count("yes"), count("no")];
    const judged = right + wrong;
    return [
      {
        kind,
        sampled: own.length,
        judged,
        right,
        skipped: count("skip"),
        precision: judged === 0 ? null : right / judged,
        interval: judged === 0 ? null : wilson(right, judged),
      },
    ];
  });
}

/** The quantile of the normal distribution for 95 %. */
const Z = 1.959_963_985;

/** The score interval of Wilson (1927) for `right` of `judged` items. */
function wilson(right: number, judged: number): readonly [number, number] {
  const share = right / judged;
  const middle = share + Z ** 2 / (2 * judged);
  const half = Z * Math.sqrt((share * (1 - share) + Z ** 2 / (4 * judged)) / judged);
  const whole = 1 + Z ** 2 / judged;
  return [Math.max(0, (middle - half) / whole), Math.min(1, (middle + half) / whole)];
}
