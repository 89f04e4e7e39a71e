import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "../report.ts";
import { randomNumbers } from "../throughput/workload.ts";

const EXAMPLES = path.join(REPOSITORY, "examples", "transcripts");
const SPEAKERS = ["Priya Raman", "Jonah Vance", "Maya Okafor", "Samuel Adeyemi", "Ellen Whitcombe"];
const WORDS_A_SECOND = 2.5;
const SENTENCES_A_TURN = 6;

/** A WebVTT file of so many hours: sentences of the examples in random order, said by five people. */
export function longTalk(hours: number): string {
  const random = randomNumbers(11);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const sentences = exampleSentences();
  const cues: string[] = [];
  for (let seconds = 0; seconds < hours * 3_600;) {
    const speaker = pick(SPEAKERS);
    const count = 1 + Math.floor(random() * SENTENCES_A_TURN);
    for (let said = 0; said < count; said += 1) {
      const sentence = pick(sentences);
      const end = seconds + sentence.split(" ").length / WORDS_A_SECOND;
      cues.push(`${clock(seconds)} --> ${clock(end)}\n<v ${speaker}>${sentence}`);
      seconds = end;
    }
  }
  return `WEBVTT\n\n${cues.join("\n\n")}\n`;
}

/** Sentences that are said in the examples. */
function exampleSentences(): readonly string[] {
  const texts = readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".txt") || file.endsWith(".vtt"))
    .toSorted()
    .map((file) => readFileSync(path.join(EXAMPLES, file), "utf8"));
  return texts.flatMap((text) => text.match(/(?<=^|[.?!:>] ?)[A-Z][a-z'][^.?!:<>[\]\n]{20,}[.?!]/gm) ?? []);
}

function clock(seconds: number): string {
  const part = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const milliseconds = String(Math.floor((seconds % 1) * 1_000)).padStart(3, "0");
  return `${part(seconds / 3_600)}:${part((seconds / 60) % 60)}:${part(seconds % 60)}.${milliseconds}`;
}
