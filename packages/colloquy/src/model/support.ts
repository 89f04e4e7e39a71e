import { POLARITIES, type Polarity } from "./polarity.ts";
import { compareText } from "./unicode.ts";

interface SaidBy {
  readonly file: string;
  readonly speaker: string | null;
  readonly polarity: Polarity;
}

/** In the order of file, label (none first) and polarity. */
export function compareSaidBy(one: SaidBy, other: SaidBy): number {
  return (
    compareText(one.file, other.file) ||
    Number(one.speaker !== null) - Number(other.speaker !== null) ||
    compareText(one.speaker ?? "", other.speaker ?? "") ||
    POLARITIES.indexOf(one.polarity) - POLARITIES.indexOf(other.polarity)
  );
}
