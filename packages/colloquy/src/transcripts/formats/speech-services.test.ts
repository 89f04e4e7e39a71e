import { describe, expect, it } from "vitest";
import { seenTurns } from "../../../test/fixtures/transcripts/expect-exact-turns.ts";
import { readTranscript } from "../index.ts";

/** The object without one member. */
function without<T extends object>(value: T, key: keyof T): Partial<T> {
  const copy: Partial<T> = { ...value };
  delete copy[key];
  return copy;
}

type Row = readonly [speaker: string | null, startMs: number | null, endMs: number | null, text: string];

function read(value: unknown, format: string): Row[] {
  const result = readTranscript(Buffer.from(JSON.stringify(value)), { file: "a.json" });
  if (!("transcript" in result)) throw new Error(result.skipped);
  expect(result.transcript.format).toBe(format);
  return seenTurns(result.transcript).map((turn) => [turn.speaker, turn.startMs, turn.endMs, turn.text] as const);
}

describe("words with speakers become a turn for each change of speaker", () => {
  const rows: readonly Row[] = [
    ["Speaker 0", 1000, 2000, "Hi, all."],
    ["Speaker 1", 2000, 2500, "Yo."],
  ];
  const words = [
    { text: "Hi,", start: 1, end: 1.4, speaker: 0 },
    { text: "all.", start: 1.5, end: 2, speaker: 0 },
    { text: "Yo.", start: 2, end: 2.5, speaker: 1 },
  ];

  it("in Deepgram's channels and paragraphs", () => {
    const channel = (best: object): object => ({ results: { channels: [{ alternatives: [best] }] } });
    expect(
      read(
        channel({ words: words.map(({ text, ...rest }) => ({ ...rest, word: "x", punctuated_word: text })) }),
        "deepgram",
      ),
    ).toEqual(rows);
    const paragraphs = [
      { speaker: 0, start: 1, end: 2, sentences: [{ text: "Hi," }, { text: "all." }] },
      { speaker: 1, start: 2, end: 2.5, sentences: [{ text: "Yo." }] },
    ];
    expect(read(channel({ paragraphs: { paragraphs }, words: [] }), "deepgram")).toEqual(rows);
  });

  it("in the words of AssemblyAI, in milliseconds", () => {
    const inMs = words.map((word) => ({
      ...word,
      start: word.start * 1000,
      end: word.end * 1000,
      speaker: "AB"[word.speaker],
    }));
    expect(read({ audio_url: "x", utterances: null, words: inMs }, "assemblyai").map(([speaker]) => speaker)).toEqual([
      "Speaker A",
      "Speaker B",
    ]);
  });

  it("in a WhisperX segment, and in the word list of the API", () => {
    const spoken = words.map(({ text, ...rest }) => ({ ...rest, word: ` ${text}` }));
    expect(read({ segments: [{ start: 1, end: 2.5, text: "Hi, all. Yo.", words: spoken }] }, "whisper")).toEqual(rows);
    expect(read({ text: "Hi, all. Yo.", words: spoken.map((word) => without(word, "speaker")) }, "whisper")).toEqual([
      [null, 1000, 2500, "Hi, all. Yo."],
    ]);
  });

  it("in Google's last result, which repeats all words with their speakers", () => {
    const tagged = words.map(({ text, start, end, speaker }) => ({
      word: text,
      startTime: `${start}s`,
      endTime: `${end}s`,
      speakerTag: speaker + 1,
    }));
    const plain = tagged.map((word) => without(word, "speakerTag"));
    const value = {
      results: [
        { alternatives: [{ transcript: "Hi, all. Yo.", words: plain }] },
        { alternatives: [{ words: tagged }] },
      ],
    };
    expect(read(value, "google-stt").map(([speaker, , , text]) => [speaker, text])).toEqual([
      ["Speaker 1", "Hi, all."],
      ["Speaker 2", "Yo."],
    ]);
  });

  const items = [
    {
      start_time: "1.0",
      end_time: "1.4",
      type: "pronunciation",
      alternatives: [{ content: "Hi" }],
      speaker_label: "spk_0",
    },
    { type: "punctuation", alternatives: [{ content: "," }] },
    {
      start_time: "1.5",
      end_time: "2.0",
      type: "pronunciation",
      alternatives: [{ content: "all" }],
      speaker_label: "spk_0",
    },
    { type: "punctuation", alternatives: [{ content: "." }] },
    {
      start_time: "2.0",
      end_time: "2.5",
      type: "pronunciation",
      alternatives: [{ content: "Yo." }],
      speaker_label: "spk_1",
    },
  ];
  const spoken: readonly Row[] = [
    ["spk_0", 1000, 2000, "Hi, all."],
    ["spk_1", 2000, 2500, "Yo."],
  ];

  it("in Amazon's items, alone or with separate speakers", () => {
    expect(read(items, "aws-transcribe")).toEqual(spoken);
    const bare = items.map((item) => without(item, "speaker_label"));
    const segments = ["spk_0", "spk_1"].map((speaker_label) => ({
      speaker_label,
      items: items
        .filter((item) => item.speaker_label === speaker_label)
        .map(({ start_time }) => ({ start_time, speaker_label })),
    }));
    expect(read({ results: { items: bare, speaker_labels: { segments } } }, "aws-transcribe")).toEqual(spoken);
  });

  it("in Amazon's separate segments, with a turn for each segment of the same speaker", () => {
    const word = (content: string, start: number) => ({
      type: "pronunciation",
      start_time: `${start}`,
      end_time: `${start + 0.5}`,
      alternatives: [{ content }],
    });
    const stop = { type: "punctuation", alternatives: [{ content: "." }] };
    const segments = [
      { start_time: "0.0", end_time: "1.9", speaker_label: "spk_0", items: [{ start_time: "0" }, { start_time: "1" }] },
      { start_time: "2.0", end_time: "2.9", speaker_label: "spk_0", items: [{ start_time: "2" }] },
      { start_time: "3.0", end_time: "3.9", speaker_label: "spk_1", items: [] },
    ];
    const results = {
      items: [word("Hi", 0), word("all", 1), stop, word("So", 2), stop, word("Yo", 3)],
      speaker_labels: { segments },
    };
    expect(read({ results }, "aws-transcribe")).toEqual([
      ["spk_0", 0, 1900, "Hi all."],
      ["spk_0", 2000, 2900, "So."],
      ["spk_1", 3000, 3900, "Yo"],
    ]);
  });

  it("in Kaldi's words, by the separate segmentation", () => {
    const value = {
      retval: {
        words: words.map(({ text, start, end }) => ({ word: "x", punct: text, start, end })),
        segmentation: {
          segments: [
            { start: 0, speaker: { "@id": "S0" } },
            { start: 2, speaker: { "@id": "S1" } },
          ],
        },
      },
    };
    expect(read(value, "kaldi").map(([speaker, , , text]) => [speaker, text])).toEqual([
      ["S0", "Hi, all."],
      ["S1", "Yo."],
    ]);
  });
});

describe("other shapes", () => {
  it("whisper.cpp without offsets, and with stereo speakers", () => {
    const segment = { timestamps: { from: "00:00:01,500", to: "00:00:02,000" }, text: "(speaker 1) hi" };
    expect(read({ transcription: [segment] }, "whisper-cpp")).toEqual([["Speaker 1", 1500, 2000, "hi"]]);
  });

  it("the short reply of the API, which has no times", () => {
    expect(read({ text: "hi all" }, "whisper")).toEqual([[null, null, null, "hi all"]]);
  });

  it("turns inside objects, with a stated or an inferred unit of times", () => {
    const text = "are we not allowed to dim the lights so people can see";
    expect(read({ turns: [{ name: "Ann", start: 3200, end: 8600, text }] }, "json-turns")).toEqual([
      ["Ann", 3200, 8600, text],
    ]);
    expect(read([{ name: "Ann", start: 3, end: 8, text }], "json-turns")).toEqual([["Ann", 3000, 8000, text]]);
    expect(read([{ name: "Ann", startMs: 3, endMs: 8, text }], "json-turns")).toEqual([["Ann", 3, 8, text]]);
    expect(read([{ speaker: { name: "Ann" }, start: "0:03", duration: 2.5, text }], "json-turns")).toEqual([
      ["Ann", 3000, 5500, text],
    ]);
  });

  it("a document that holds its transcript as a string", () => {
    expect(read({ title: "x", transcript: "Ann: hi\nRaj: yo\nmore" }, "json-document")).toEqual([
      ["Ann", null, null, "hi"],
      ["Raj", null, null, "yo more"],
    ]);
    expect(readTranscript(Buffer.from('{"title":"x","text":"a description"}'), { file: "a.json" })).toHaveProperty(
      "skipped",
    );
  });

  it("JSON with Python's NaN and Infinity", () => {
    const json = '{"segments":[{"start":0,"end":NaN,"text":"it is: NaN, he said","avg_logprob":-Infinity}]}';
    expect(readTranscript(Buffer.from(json), { file: "a.json" })).toMatchObject({
      transcript: { turns: [{ startMs: 0, endMs: null }] },
    });
  });

  it("rows with text among other members are not turns", () => {
    const rows = (value: unknown) => readTranscript(Buffer.from(JSON.stringify(value)), { file: "a.json" });
    expect(rows([{ title: "x", price: 3, text: "buy this" }])).toHaveProperty("skipped");
    expect(rows([{ id: 1, text: "hi there" }])).toHaveProperty("transcript");
  });

  it("replaces unpaired surrogates", () => {
    const result = readTranscript(Buffer.from('[{"speaker":"Ann","text":"hi \\ud800 there"}]'), { file: "a.json" });
    expect(result).toHaveProperty("transcript.text", "Ann: hi \uFFFD there");
  });

  it("JSON Lines with an incomplete last line keep the lines before", () => {
    const lines = '{"speaker":"Ann","text":"hi"}\n{"speaker":"Raj","text":"yo"}\n{"speaker":"An';
    expect(readTranscript(Buffer.from(lines), { file: "a.jsonl" })).toHaveProperty("transcript.turns.length", 2);
  });
});

describe("tables", () => {
  const csv = (text: string, file = "a.csv"): Row[] => {
    const result = readTranscript(Buffer.from(text), { file });
    if (!("transcript" in result)) throw new Error(result.skipped);
    return seenTurns(result.transcript).map((turn) => [turn.speaker, turn.startMs, turn.endMs, turn.text] as const);
  };

  it("have columns with many names, delimiters and quotes", () => {
    const row: Row = ["Ann", 1000, 2000, 'Hi, "all" of you'];
    expect(csv('Speaker Name,Start Time,End Time,Text\nAnn,00:00:01,00:00:02,"Hi, ""all""\nof you"\n')).toEqual([row]);
    expect(csv('speaker;start_ms;end_ms;text\r\nAnn;1000;2000;"Hi, ""all"" of you"\r\n')).toEqual([row]);
    expect(csv('start\tend\tspeaker\ttext\n1\t2\tAnn\tHi, "all" of you\n', "a.tsv")).toEqual([row]);
  });

  it("may have no header if the file's extension is that of a table", () => {
    const rows = "00:00:01,Ann,Hello there everybody\n00:00:05,Raj,Hi Ann and all of you\n";
    expect(csv(rows)).toEqual([
      ["Ann", 1000, null, "Hello there everybody"],
      ["Raj", 5000, null, "Hi Ann and all of you"],
    ]);
  });

  it("without words are skipped with a reason", () => {
    expect(readTranscript(Buffer.from("name,text\na,1\nb,2\n"), { file: "a.csv" })).toHaveProperty("skipped");
    expect(readTranscript(Buffer.from("id,price\n1,2.5\n2,3.5\n"), { file: "a.csv" })).toEqual({
      skipped: "no turns: no columns of text and speaker or time",
    });
  });
});
