/**
 * Whether the text of every planted fact is at its exact offset in exactly one chunk, within one turn.
 * Exit code 1 if one is not. `node bench/needles.ts [FOLDER [CHUNKS]]`
 */
import { chunkTranscript } from "../packages/colloquy/src/chunking/index.ts";
import type { Chunk, Transcript } from "../packages/colloquy/src/model/index.ts";
import { readOrThrow } from "./read-or-throw.ts";
import { printTable, writeResults } from "./report.ts";
import { type Needle, readNeedles, scaleFiles, scaleFolder } from "./scale.ts";

const folder = scaleFolder();
const needles = Map.groupBy(readNeedles(folder), ({ file }) => file);
const counts = {
  needles: 0,
  "at their offset in exactly one chunk": 0,
  "in no chunk": 0,
  "in several": 0,
  elsewhere: 0,
};
for (const { file, bytes } of scaleFiles(folder)) {
  const transcript = readOrThrow(bytes, file);
  const chunks = chunkTranscript(transcript);
  for (const needle of needles.get(file) ?? []) {
    counts.needles++;
    counts[placeOf(needle, transcript, chunks)]++;
  }
}
printTable({
  header: ["planted facts", ""],
  rows: Object.entries(counts).map(([name, count]) => [name, String(count)]),
});
writeResults("needles", { counts });
if (counts["at their offset in exactly one chunk"] !== counts.needles) process.exitCode = 1;

/** Texts recur, so a chunk counts only if the text is at the needle's own offset. */
function placeOf(needle: Needle, { text }: Transcript, chunks: readonly Chunk[]): keyof typeof counts {
  const start = needle.text_char;
  const end = start + needle.text.length;
  if (text.slice(start, end) !== needle.text) return "elsewhere";
  const holding = chunks.filter((chunk) => chunk.startOffset < end && chunk.endOffset > start);
  if (holding.length === 0) return "in no chunk";
  const [chunk] = holding;
  if (holding.length > 1 || chunk === undefined) return "in several";
  const whole = chunk.turns.some((turn) => turn.startOffset <= start && turn.endOffset >= end);
  const exact = chunk.text.slice(start - chunk.startOffset, end - chunk.startOffset) === needle.text;
  return whole && exact ? "at their offset in exactly one chunk" : "elsewhere";
}
