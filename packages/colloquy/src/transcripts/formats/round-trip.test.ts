import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectExactTurns, type SeenTurn, seenTurns } from "../../../test/fixtures/transcripts/expect-exact-turns.ts";
import { readTranscript } from "../index.ts";

interface Said {
  readonly speaker: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
}

const SPEAKERS = [
  "Ann O’Neil",
  "Tomás Ñíguez",
  "DR SMITH",
  "Speaker 1",
  "Jean-Luc de la Tour",
  "سارة",
  "李雷",
  "Mr. J. Fox Jr",
  "SPEAKER_02",
];
const WORDS =
  "so we talked about it: the plan, at 12:30 (or later) — naïve? “yes” no! ok… e-mail 3.5 % x=1; добрый день 你好 مرحبا 👍🏽 it's".split(
    " ",
  );

const talk = fc
  .array(
    fc.record({
      speaker: fc.constantFrom(...SPEAKERS),
      words: fc.array(fc.constantFrom(...WORDS), { minLength: 2, maxLength: 14 }),
      pause: fc.integer({ min: 0, max: 90 }),
      length: fc.integer({ min: 1, max: 60 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((turns): Said[] => {
    let at = 0;
    return turns.map(({ speaker, words, pause, length }) => {
      const startMs = at + pause * 1000;
      at = startMs + length * 1000;
      return { speaker, startMs, endMs: at, text: `well ${words.join(" ")}` };
    });
  });

const two = (value: number): string => String(value).padStart(2, "0");
const clock = (ms: number): string =>
  `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}:${two(Math.floor(ms / 1000) % 60)}`;
const seconds = (ms: number): number => ms / 1000;
const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const wordsOf = (said: Said): string[] => said.text.split(" ");

type Kept = "speaker" | "start" | "end";
interface Format {
  readonly name: string;
  readonly file: string;
  readonly keeps: readonly Kept[];
  render(talk: readonly Said[]): string;
}

const lines =
  (render: (said: Said) => string, between = "\n") =>
  (all: readonly Said[]): string =>
    all.map(render).join(between) + "\n";
const json =
  (render: (all: readonly Said[]) => unknown) =>
  (all: readonly Said[]): string =>
    JSON.stringify(render(all));

const FORMATS: readonly Format[] = [
  { name: "plain", file: "a.txt", keeps: ["speaker"], render: lines((t) => `${t.speaker}: ${t.text}`) },
  { name: "plain", file: "a.txt", keeps: ["speaker"], render: lines((t) => `${t.speaker}: ${t.text}`, "\r\n\r\n") },
  {
    name: "timestamped",
    file: "a.txt",
    keeps: ["speaker", "start"],
    render: lines((t) => `[${clock(t.startMs)}] ${t.speaker}: ${t.text}`),
  },
  {
    name: "timestamped",
    file: "a.txt",
    keeps: ["speaker", "start"],
    render: lines((t) => `${clock(t.startMs)} ${t.speaker}: ${t.text}`, "\r"),
  },
  {
    name: "timestamped",
    file: "a.txt",
    keeps: ["speaker", "start"],
    render: lines((t) => `${t.speaker} (${clock(t.startMs)}): ${t.text}`),
  },
  {
    name: "timestamped",
    file: "a.txt",
    keeps: ["speaker", "start"],
    render: lines((t) => `${t.speaker}: ${clock(t.startMs)}\n\n${t.text}`, "\n\n"),
  },
  {
    name: "timestamped",
    file: "a.txt",
    keeps: ["speaker", "start"],
    render: lines((t) => `[00:${clock(t.startMs)}]\n${t.speaker}: ${t.text}`, "\n\n"),
  },
  {
    name: "timestamped",
    file: "a.txt",
    keeps: ["start", "end"],
    render: lines((t) => `[${clock(t.startMs)} - ${clock(t.endMs)}] ${t.text}`),
  },
  {
    name: "otter",
    file: "a.txt",
    keeps: ["speaker", "start"],
    render: (all) =>
      `${lines((t) => `${t.speaker}  ${clock(t.startMs)}\n${t.text}`, "\n\n")(all)}\nTranscribed by https://otter.ai\n`,
  },
  { name: "markdown", file: "a.md", keeps: ["speaker"], render: lines((t) => `**${t.speaker}:** ${t.text}`, "\n\n") },
  {
    name: "markdown",
    file: "a.md",
    keeps: ["speaker", "start"],
    render: lines((t) => `**${t.speaker}** (${clock(t.startMs)}): ${t.text}`, "\n\n"),
  },
  {
    name: "markdown",
    file: "a.md",
    keeps: ["speaker"],
    render: (all) =>
      `---\ntitle: "x: y"\n---\n# Talk\n\n${lines((t) => `${t.speaker}: ${t.text}`, "\n\n## Part\n\n")(all)}`,
  },
  {
    name: "webvtt",
    file: "a.vtt",
    keeps: ["speaker", "start", "end"],
    render: (all) =>
      `WEBVTT\n\n${lines((t) => `${clock(t.startMs)}.000 --> ${clock(t.endMs)}.000 align:start\n<v ${t.speaker}>${escape(t.text)}</v>`, "\n\n")(all)}`,
  },
  {
    name: "webvtt",
    file: "a.txt",
    keeps: ["speaker", "start", "end"],
    render: (all) =>
      `WEBVTT - zoom\n\n${lines((t) => `id\n${clock(t.startMs)}.000 --> ${clock(t.endMs)}.000\n${t.speaker}: ${escape(t.text)}`, "\n\n")(all)}`,
  },
  {
    name: "srt",
    file: "a.srt",
    keeps: ["speaker", "start", "end"],
    render: lines(
      (t) =>
        `1\n${clock(t.startMs)},000 --> ${clock(t.endMs)},000\n<b>${t.speaker}:</b> ${escape(t.text).replace(" ", "\n")}`,
      "\n\n",
    ),
  },
  {
    name: "sbv",
    file: "a.sbv",
    keeps: ["start", "end"],
    render: lines((t) => `${clock(t.startMs)}.000,${clock(t.endMs)}.000\n${t.text}`, "\n\n"),
  },
  {
    name: "whisper",
    file: "a.json",
    keeps: ["speaker", "start", "end"],
    render: json((all) => ({
      segments: all.map((t) => ({
        start: seconds(t.startMs),
        end: seconds(t.endMs),
        text: ` ${t.text}`,
        speaker: t.speaker,
      })),
    })),
  },
  {
    name: "whisper-cpp",
    file: "a.json",
    keeps: ["start", "end"],
    render: json((all) => ({
      transcription: all.map((t) => ({ offsets: { from: t.startMs, to: t.endMs }, text: t.text })),
    })),
  },
  {
    name: "aws-transcribe",
    file: "a.json",
    keeps: ["speaker", "start", "end"],
    render: json((all) => ({
      results: {
        audio_segments: all.map((t) => ({
          transcript: t.text,
          start_time: String(seconds(t.startMs)),
          end_time: String(seconds(t.endMs)),
          speaker_label: t.speaker,
        })),
        items: [],
      },
    })),
  },
  {
    name: "google-stt",
    file: "a.json",
    keeps: ["speaker", "start", "end"],
    render: json((all) => ({
      results: all.map((t) => ({
        alternatives: [
          {
            transcript: t.text,
            words: wordsOf(t).map((word) => ({
              word,
              startOffset: `${seconds(t.startMs)}s`,
              endOffset: `${seconds(t.endMs)}s`,
              speakerLabel: t.speaker,
            })),
          },
        ],
      })),
    })),
  },
  {
    name: "deepgram",
    file: "a.json",
    keeps: ["speaker", "start", "end"],
    render: json((all) => ({
      results: {
        utterances: all.map((t) => ({
          start: seconds(t.startMs),
          end: seconds(t.endMs),
          transcript: t.text,
          speaker: t.speaker,
        })),
      },
    })),
  },
  {
    name: "assemblyai",
    file: "a.json",
    keeps: ["speaker", "start", "end"],
    render: json((all) => ({
      audio_url: "x",
      utterances: all.map((t) => ({ start: t.startMs, end: t.endMs, text: t.text, speaker: t.speaker })),
    })),
  },
  {
    name: "rev",
    file: "a.json",
    keeps: ["speaker", "start", "end"],
    render: json((all) => ({
      monologues: all.map((t) => ({
        speaker: t.speaker,
        elements: [{ type: "text", value: t.text, ts: seconds(t.startMs), end_ts: seconds(t.endMs) }],
      })),
    })),
  },
  {
    name: "youtube-json3",
    file: "a.json",
    keeps: ["start", "end"],
    render: json((all) => ({
      events: [
        { tStartMs: 0 },
        ...all.map((t) => ({
          tStartMs: t.startMs,
          dDurationMs: t.endMs - t.startMs,
          segs: wordsOf(t).map((utf8) => ({ utf8: `${utf8} ` })),
        })),
      ],
    })),
  },
  {
    name: "json-turns",
    file: "a.json",
    keeps: ["speaker", "start", "end"],
    render: json((all) => all.map((t) => ({ speaker: t.speaker, start_ms: t.startMs, end_ms: t.endMs, text: t.text }))),
  },
  {
    name: "jsonl",
    file: "a.jsonl",
    keeps: ["speaker", "start", "end"],
    render: lines((t) =>
      JSON.stringify({ who: t.speaker, start: `${seconds(t.startMs)}s`, end: clock(t.endMs), content: t.text }),
    ),
  },
  {
    name: "csv",
    file: "a.csv",
    keeps: ["speaker", "start", "end"],
    render: (all) =>
      `Start (s),End (s),Speaker Name,Text\r\n${lines((t) => `${seconds(t.startMs)},${seconds(t.endMs)},${quote(t.speaker)},${quote(t.text)}`, "\r\n")(all)}`,
  },
  {
    name: "csv",
    file: "a.tsv",
    keeps: ["speaker", "start"],
    render: (all) => `speaker\ttime\ttext\n${lines((t) => `${t.speaker}\t${clock(t.startMs)}\t${quote(t.text)}`)(all)}`,
  },
];

describe.each(FORMATS.map((format, i) => ({ ...format, title: `${format.name} (${i})` })))(
  "$title",
  ({ name, file, keeps, render }) => {
    it("reads the written turns with everything that the format can express", () => {
      fc.assert(
        fc.property(talk, (said) => {
          const result = readTranscript(Buffer.from(render(said)), { file });
          if (!("transcript" in result)) throw new Error(result.skipped);
          expect(result.transcript.format).toBe(name);
          expectExactTurns(result.transcript);
          const expected = said.map(({ speaker, startMs, endMs, text }): SeenTurn => ({
            speaker: keeps.includes("speaker") ? speaker : null,
            startMs: keeps.includes("start") ? startMs : null,
            endMs: keeps.includes("end") ? endMs : null,
            text,
          }));
          expect(seenTurns(result.transcript)).toEqual(expected);
        }),
        { numRuns: 60 },
      );
    });
  },
);
