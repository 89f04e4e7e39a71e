import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SeededRandom } from "./random.ts";

const PEOPLE = [
  "Ada Novak",
  "Ben Okafor",
  "Carla Jensen",
  "Dmitri Rao",
  "Elif Moreau",
  "Femi Castellano",
  "Greta Holm",
  "Hugo Sato",
];
const SUBJECTS = [
  "sleep debt",
  "morning light",
  "deep focus",
  "regular exercise",
  "meeting overload",
  "shared maps",
  "quiet hours",
  "peer feedback",
  "night shifts",
  "budget pressure",
  "late caffeine",
  "weekly planning",
];
const VERBS = [
  "reduces",
  "improves",
  "leads to",
  "requires",
  "affects",
  "does not reduce",
  "is part of",
  "is associated with",
];
const ASIDES = [
  "you know",
  "as far as we measured it",
  "and nobody on the committee argued with that",
  "which the council heard last spring",
  "if I remember the report correctly",
];

export interface CorpusSize {
  readonly files: number;
  readonly turns: number;
}

/** Nine files of 250 turns: 153 chunks. */
export const WHOLE: CorpusSize = { files: 9, turns: 250 };

/** Writes transcripts in several formats and one unreadable file. Equal sizes have equal bytes. */
export function writeCorpus(folder: string, { files, turns }: CorpusSize): void {
  for (let file = 0; file < files; file += 1) {
    const format = FORMATS[file % FORMATS.length] as (typeof FORMATS)[number];
    writeTo(join(folder, `talk-${file}.${format}`), talk(file, turns, format));
  }
  writeTo(join(folder, "empty.txt"), "");
}

export function writeTo(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const FORMATS = ["txt", "vtt", "srt"] as const;

/** A talk with unique sentences for its seed. People and ideas also occur in other talks. */
export function talk(seed: number, turns: number, format: (typeof FORMATS)[number] = "txt"): string {
  const random = new SeededRandom(seed * 7919 + 1);
  const speakers = [random.pick(PEOPLE), random.pick(PEOPLE), random.pick(PEOPLE)];
  const spoken = Array.from({ length: turns }, (_, turn) => ({
    speaker: random.pick(speakers),
    text: sentence(random, `${seed}.${turn}`),
    turn,
  }));
  switch (format) {
    case "txt":
      return spoken.map(({ speaker, text }) => `${speaker}: ${text}\n`).join("");
    case "vtt":
      return `WEBVTT\n\n${spoken
        .map(({ speaker, text, turn }) => `${clock(turn, ".")} --> ${clock(turn + 1, ".")}\n<v ${speaker}>${text}\n\n`)
        .join("")}`;
    case "srt":
      return spoken
        .map(
          ({ speaker, text, turn }) =>
            `${turn + 1}\n${clock(turn, ",")} --> ${clock(turn + 1, ",")}\n${speaker}: ${text}\n\n`,
        )
        .join("");
  }
}

function sentence(random: SeededRandom, mark: string): string {
  const said = `${random.pick(SUBJECTS)} ${random.pick(VERBS)} ${random.pick(SUBJECTS)}`;
  const opening = random.pick(["I think that", "Honestly,", "We found that", `${random.pick(PEOPLE)} says that`, "So"]);
  return `${opening} ${said}, ${random.pick(ASIDES)}, and week ${mark} showed it once more.`;
}

function clock(turn: number, decimal: string): string {
  const seconds = turn * 6;
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${decimal}000`;
}
