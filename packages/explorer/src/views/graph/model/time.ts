import type { GraphPart } from "colloquy/api";

/** By what a part can be filtered in time: days of its transcripts, or the minutes of one transcript. */
export type TimeScale =
  | { readonly kind: "days"; readonly days: readonly string[] }
  | { readonly kind: "moments"; readonly file: string; readonly endMs: number };

/**
 * The days of the transcripts if there are at least two; otherwise the minutes of the one transcript that is chosen, or
 * that all evidence is from. Null: nothing has times.
 */
export function timeScaleOf({ transcripts, edges }: GraphPart, files: readonly string[]): TimeScale | null {
  const days = [...new Set(transcripts.flatMap(({ date }) => date ?? []))].toSorted();
  if (days.length > 1) return { kind: "days", days };
  const [file, ...others] = files.length > 0 ? files : transcripts.map((each) => each.file);
  if (file === undefined || others.length > 0) return null;
  const index = transcripts.findIndex((each) => each.file === file);
  const times = edges.flatMap(({ support }) =>
    support.flatMap(({ transcript, fromMs, toMs }) => (transcript === index ? (toMs ?? fromMs ?? []) : [])),
  );
  return times.length === 0 ? null : { kind: "moments", file, endMs: Math.max(...times) };
}
