import { counted, formatCount, formatRate, formatTimeLeft } from "../../text/index.ts";
import type { Stage } from "../library.ts";
import type { StageProgress } from "./progress.ts";

/** What a stage is called on a screen, and what it counts. */
export const STAGE_WORDS: Readonly<
  Record<Stage, { readonly title: string; readonly one: string; readonly many: string }>
> = {
  read: { title: "reading", one: "file", many: "files" },
  extract: { title: "extracting", one: "passage", many: "passages" },
  embed: { title: "embedding", one: "passage", many: "passages" },
  resolve: { title: "resolving", one: "step", many: "steps" },
  project: { title: "writing", one: "row", many: "rows" },
  verify: { title: "comparing", one: "row", many: "rows" },
};

/** `120 of 2,084 passages`. */
export function amountDone({ stage, done, total }: StageProgress): string {
  const { one, many } = STAGE_WORDS[stage];
  return total === null ? counted(done, one, many) : `${formatCount(done)} of ${counted(total, one, many)}`;
}

/** `150/s, 13 s left`; empty while nothing is known. */
export function pace({ rate, secondsLeft, waitsForStore }: StageProgress): string {
  if (waitsForStore) return "waits for the store";
  const parts = [];
  if (rate !== null) parts.push(formatRate(rate));
  if (secondsLeft !== null) parts.push(`${formatTimeLeft(secondsLeft)} left`);
  return parts.join(", ");
}
