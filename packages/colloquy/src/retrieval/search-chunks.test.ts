import { describe, expect, it } from "vitest";
import { HashingEmbeddingModel } from "../adapters/hashing/index.ts";
import { analyse } from "../analysis/index.ts";
import type { IndexedTurn, VectorRow } from "../model/index.ts";
import type { EmbeddingModel, VectorStore } from "../ports/index.ts";
import { createMemoryVectorStore } from "../testing/index.ts";
import { type SearchHit, type SearchRequest, searchChunks, searchOutcome } from "./index.ts";

const signal = new AbortController().signal;
const model = new HashingEmbeddingModel();

interface Talk {
  readonly file: string;
  readonly lines: readonly (readonly [speaker: string, words: string])[];
}

/** One chunk per list of turns. Ordinals count within a file. */
async function storeOf(talks: readonly Talk[]): Promise<VectorStore> {
  const ordinals = new Map<string, number>();
  const rows: VectorRow[] = [];
  for (const { file, lines } of talks) {
    const ordinal = ordinals.get(file) ?? 0;
    ordinals.set(file, ordinal + 1);
    const text = lines.map(([speaker, words]) => `${speaker}: ${words}`).join("\n");
    const { vectors } = await model.embed([text], { signal });
    rows.push({
      kind: "vector",
      id: `${file}#${ordinal}`,
      transcript: file,
      file,
      ordinal,
      speakers: [...new Set(lines.map(([speaker]) => speaker))],
      startMs: 1000,
      endMs: 9000,
      startOffset: ordinal * 5000,
      endOffset: ordinal * 5000 + text.length,
      text,
      profile: model.profile,
      vector: vectors[0] ?? new Float32Array(),
      turns: turnsOf(lines, ordinal * 5000),
    });
  }
  const store = createMemoryVectorStore();
  await store.prepare(model);
  await store.upsert(rows.map((row) => ({ row, terms: analyse(row.text) })));
  return store;
}

function turnsOf(lines: Talk["lines"], start: number): IndexedTurn[] {
  let offset = start;
  return lines.map(([speaker, words], index) => {
    const startOffset = offset + speaker.length + 2;
    offset = startOffset + words.length + 1;
    const startMs = 1000 + index * 100;
    return { speaker, startMs, endMs: startMs + 100, startOffset, endOffset: offset - 1 };
  });
}

/** Unrelated chunks, so that a term in few chunks is rare. */
const FILLER: readonly Talk[] = Array.from({ length: 12 }, (_, index) => ({
  file: `filler${index}.txt`,
  lines: [["Eve", `Number ${index} speaks of lunch, weather, trains and holidays.`]],
}));

async function search(talks: readonly Talk[], request: SearchRequest): Promise<readonly SearchHit[]> {
  return searchChunks({ store: await storeOf([...talks, ...FILLER]), model: null }, request, { signal });
}

const chunks = (hits: readonly SearchHit[]): string[] => hits.map(({ chunk }) => chunk);

const MEETING: readonly Talk[] = [
  {
    file: "a/one.txt",
    lines: [
      ["Ada", "The wireless microphone is broken."],
      ["Bo", "Buy a cable then."],
    ],
  },
  {
    file: "a/one.txt",
    lines: [
      ["Ada", "Yes."],
      ["Bo", "A budget for microphones, a wireless budget."],
    ],
  },
  { file: "b/two.vtt", lines: [["Cy", "Wireless is fine by me."]] },
];

describe("searchChunks", () => {
  it("finds chunks by the forms of their words, the best first", async () => {
    const hits = await search(MEETING, { words: "microphone cables" });
    expect(chunks(hits)).toEqual(["a/one.txt#0", "a/one.txt#1"]);
    expect(hits[0]?.score).toBeGreaterThan(hits[1]?.score ?? Infinity);
  });

  it("finds chunks that mention an entity of the query, after those with its words, without a vector", async () => {
    const talks: readonly Talk[] = [
      { file: "a.txt", lines: [["Ada", "Lena Marchetti is our guest."]] },
      { file: "b.txt", lines: [["Ada", "Nobody comes today."]] },
      { file: "b.txt", lines: [["Bo", "I agree with Lena about the lamp."]] },
    ];
    const store = await storeOf([...talks, ...FILLER]);
    const mentions = async () => new Map(["a.txt#0", "b.txt#1"].map((id) => [id, 1]));
    const found = async (request: Omit<SearchRequest, "words">) =>
      chunks(await searchChunks({ store, model: null, mentions }, { words: "Marchetti", ...request }, { signal }));
    expect(await found({ limit: 5 })).toEqual(["a.txt#0", "b.txt#1"]);
    expect(await found({ limit: 5, exact: true })).toEqual(["a.txt#0"]);
  });

  it("tells which of the words that match their speaker says, and not other speakers", async () => {
    const [hit] = await search(MEETING, { words: "cable" });
    const textOf = ({ startOffset, endOffset }: SearchHit["said"]): string | undefined =>
      hit?.text.slice(startOffset - hit.startOffset, endOffset - hit.startOffset);
    expect(hit?.speaker).toBe("Bo");
    expect(hit && textOf(hit.said)).toBe("Buy a cable then.");
  });

  it("returns offsets and text of the chunk", async () => {
    const [hit] = await search(MEETING, { words: "budget" });
    expect(hit).toMatchObject({ file: "a/one.txt", startOffset: 5000, endOffset: 5000 + (hit?.text.length ?? 0) });
    expect(hit?.text).toBe("Ada: Yes.\nBo: A budget for microphones, a wireless budget.");
  });

  it("returns the speaker of the words and the times of that turn", async () => {
    const [broken] = await search(MEETING, { words: "broken" });
    expect(broken).toMatchObject({ speaker: "Ada", startMs: 1000, endMs: 1100 });
    const [cable] = await search(MEETING, { words: "cable" });
    expect(cable).toMatchObject({ speaker: "Bo", startMs: 1100, endMs: 1200 });
  });

  it("has no hits for unknown words, without words, and for stop words only", async () => {
    for (const words of ["zyzzyva", "", "   ", "of the and", "?!"])
      expect(await search(MEETING, { words })).toEqual([]);
  });

  it("accepts paths, globs and names of files", async () => {
    const within = async (...files: string[]): Promise<string[]> =>
      chunks(await search(MEETING, { words: "wireless", files })).sort();
    expect(await within("b/two.vtt")).toEqual(["b/two.vtt#0"]);
    expect(await within("a/*")).toEqual(["a/one.txt#0", "a/one.txt#1"]);
    expect(await within("*.vtt")).toEqual(["b/two.vtt#0"]);
    expect(await within("**/*.txt", "b/*")).toEqual(["a/one.txt#0", "a/one.txt#1", "b/two.vtt#0"]);
  });

  it("refuses files that the index does not have, unless it is empty", async () => {
    await expect(search(MEETING, { words: "wireless", files: ["missing.txt"] })).rejects.toMatchObject({
      code: "invalid-input",
      message: "No transcript matches missing.txt.",
    });
    const ports = { store: await storeOf([]), model: null };
    expect(await searchChunks(ports, { words: "wireless", files: ["missing.txt"] }, { signal })).toEqual([]);
  });

  it("finds a file by its name when the name looks like a glob", async () => {
    const talks: Talk[] = [{ file: "talks/talk [1].txt", lines: [["Ada", "wireless"]] }];
    expect(chunks(await search(talks, { words: "wireless", files: ["talks/talk [1].txt"] }))).toEqual([
      "talks/talk [1].txt#0",
    ]);
  });

  it("finds only chunks of a requested speaker, and prefers those in which the speaker says the words", async () => {
    const talks: Talk[] = [
      {
        file: "a.txt",
        lines: [
          ["Ada", "Wireless wireless wireless."],
          ["Bo", "Yes."],
        ],
      },
      {
        file: "b.txt",
        lines: [
          ["Ada", "Yes."],
          ["Bo", "The wireless one, perhaps."],
        ],
      },
      { file: "c.txt", lines: [["Ada", "Wireless."]] },
    ];
    const hits = await search(talks, { words: "wireless", speakers: ["bo", "Bo Okafor"], limit: 5 });
    expect(chunks(hits)).toEqual(["b.txt#0", "a.txt#0"]);
    expect(hits.map(({ speaker }) => speaker)).toEqual(["Bo", "Bo"]);
  });

  it("drops hits far below the best without a limit, and keeps them with a limit", async () => {
    const talks: Talk[] = [
      { file: "best.txt", lines: [["Ada", "The cordless microphone has a broken antenna."]] },
      { file: "good.txt", lines: [["Ada", "A cordless microphone has an antenna, as I said."]] },
      {
        file: "chance.txt",
        lines: [["Ada", `${"So we went on and on about the lunch. ".repeat(20)}It was a broken record.`]],
      },
      ...Array.from({ length: 20 }, (_, n): Talk => ({
        file: `n${n}.txt`,
        lines: [["Bo", `Promise ${n} is broken.`]],
      })),
    ];
    const words = "broken cordless microphone antenna";
    expect(chunks(await search(talks, { words })).toSorted()).toEqual(["best.txt#0", "good.txt#0"]);
    expect(await search(talks, { words, limit: 10 })).toHaveLength(10);
    expect(await search(talks, { words, limit: 50 })).toHaveLength(23);
    expect(await search(talks, { words: "promise" })).toHaveLength(10);
  });

  it("prefers chunks of a speaker whom the query names", async () => {
    const opinion = "I think that the budget is too small for what we want to do with it in the years to come.";
    const talks: Talk[] = [
      {
        file: "a.txt",
        lines: [
          ["Huw Jones", opinion],
          ["Siân Gwen", "Thank you."],
        ],
      },
      {
        file: "b.txt",
        lines: [
          ["Siân Gwen", opinion],
          ["Huw Jones", "Thank you."],
        ],
      },
    ];
    expect(chunks(await search(talks, { words: "What did Sian Gwen say about the budget?" }))[0]).toBe("b.txt#0");
    expect(chunks(await search(talks, { words: "What did Huw Jones say about the budget?" }))[0]).toBe("a.txt#0");
  });

  it("prefers chunks of a speaker whose label has letters after the name", async () => {
    const opinion = "I think that the budget is too small for what we want to do with it in the years to come.";
    const talks: Talk[] = [
      { file: "a.txt", lines: [["Huw Jones AM", opinion]] },
      { file: "b.txt", lines: [["Sian Gwen AM", `Indeed. ${opinion}`]] },
    ];
    expect(chunks(await search(talks, { words: "What did Huw Jones say about the budget?" }))[0]).toBe("a.txt#0");
    expect(chunks(await search(talks, { words: "What did Sian Gwen say about the budget?" }))[0]).toBe("b.txt#0");
  });

  it("prefers words that are adjacent as in the query", async () => {
    const talks: Talk[] = [
      { file: "a.txt", lines: [["Ada", "The detection of a silence."]] },
      { file: "b.txt", lines: [["Ada", "The silence detection."]] },
    ];
    expect(chunks(await search(talks, { words: "silence detection" }))).toEqual(["b.txt#0", "a.txt#0"]);
    expect(chunks(await search(talks, { words: "detection of silence" }))).toEqual(["a.txt#0", "b.txt#0"]);
  });

  it("prefers a chunk with matching neighbours in the transcript", async () => {
    const talks: Talk[] = [
      { file: "a.txt", lines: [["Ada", "The budget matters today."]] },
      { file: "b.txt", lines: [["Ada", "The budget matters now."]] },
      { file: "b.txt", lines: [["Bo", "Which budget, and whose?"]] },
    ];
    expect(chunks(await search(talks, { words: "budget" })).at(-1)).toBe("a.txt#0");
  });

  it("returns at most `limit` hits, and refuses an invalid limit", async () => {
    expect(await search(MEETING, { words: "wireless", limit: 1 })).toHaveLength(1);
    for (const limit of [0, -1, 1.5, NaN]) {
      await expect(search(MEETING, { words: "wireless", limit })).rejects.toMatchObject({ code: "invalid-input" });
    }
  });

  it("finds by meaning only with a model", async () => {
    const store = await storeOf(MEETING);
    const knowing: EmbeddingModel = Object.assign(Object.create(model) as EmbeddingModel, {
      embedQuery: async () =>
        (await model.embed(["Cy: Wireless is fine by me."], { signal })).vectors[0] ?? new Float32Array(512),
    });
    const find = async (embedding: EmbeddingModel | null): Promise<string[]> =>
      chunks(await searchChunks({ store, model: embedding }, { words: "cordless", limit: 1 }, { signal }));
    expect(await find(knowing)).toEqual(["b/two.vtt#0"]);
    expect(await find(null)).toEqual([]);
  });

  it("finds by keywords only without an embedding model", async () => {
    const store = await storeOf([...MEETING, ...FILLER]);
    const find = async (words: string): Promise<string[]> =>
      chunks(await searchChunks({ store, model: null }, { words }, { signal }));
    expect(await find("broken microphone")).toEqual(["a/one.txt#0", "a/one.txt#1"]);
    expect(await find("the of")).toEqual([]);
  });
});

describe("The type of answer that no chunk states", () => {
  const WARRANTY: Talk = { file: "one.txt", lines: [["Ada", "The warranty card of the remote control is green."]] };
  const QUESTION = "How long is the warranty card of the remote control valid?";

  async function unstated(talks: readonly Talk[], words: string): Promise<string | null> {
    const ports = { store: await storeOf([...talks, ...FILLER]), model: null };
    const { hits, unstated: type } = await searchOutcome(ports, { words }, { signal });
    expect(hits).toEqual(await searchChunks(ports, { words }, { signal }));
    expect(hits.length).toBeGreaterThan(0);
    return type;
  }

  it("is that of the question, unless a chunk about it states one", async () => {
    expect(await unstated([WARRANTY], QUESTION)).toBe("duration");
    const stated: Talk = {
      file: "two.txt",
      lines: [["Bo", "The warranty card of the remote control is valid for two years."]],
    };
    expect(await unstated([WARRANTY, stated], QUESTION)).toBeNull();
    const other: Talk = { file: "two.txt", lines: [["Bo", "We watched a remote island for two years."]] };
    expect(await unstated([WARRANTY, other], QUESTION)).toBe("duration");
  });

  it("is none for a question that demands no type", async () => {
    expect(await unstated([WARRANTY], "What did Ada say about the warranty of the remote?")).toBeNull();
    expect(await unstated([WARRANTY], "How long is the warranty, and what does the remote cost?")).toBeNull();
  });

  it("is sought near the names of the question", async () => {
    const here: Talk = { file: "one.txt", lines: [["Ada", "Midwives work in Ceredigion, in the new pathfinder."]] };
    const there: Talk = { file: "two.txt", lines: [["Bo", "Twelve midwives work in the pathfinder of Powys."]] };
    const question = "How many midwives work in the pathfinder of Ceredigion?";
    expect(await unstated([here, there], question)).toBe("number");
    expect(await unstated([here, there], question.replace("Ceredigion", "Powys"))).toBeNull();
  });

  it("is sought in the transcripts that the question names", async () => {
    const named: Talk = { ...WARRANTY, file: "ES2008b.txt" };
    const other: Talk = {
      file: "TS3005.txt",
      lines: [["Bo", "The warranty card of the remote control is valid for two years."]],
    };
    expect(await unstated([named, other], "How long is the warranty card of the ES2008 control valid?")).toBe(
      "duration",
    );
    expect(await unstated([named, other], "How long is the warranty card of the TS3005 control valid?")).toBeNull();
  });

  it("is no name in transcripts without capital letters", async () => {
    const talk = (words: string): Talk => ({ file: "one.txt", lines: [["ada", words]] });
    const question = "Which company makes the cordless microphone?";
    expect(await unstated([talk("that cordless microphone is made by acme")], question)).toBeNull();
  });

  it("is none without hits", async () => {
    const ports = { store: await storeOf([]), model: null };
    expect(await searchOutcome(ports, { words: "How many zebras?" }, { signal })).toEqual({
      hits: [],
      unstated: null,
      passages: [],
    });
  });
});

describe("reading the store", () => {
  it("takes one call for candidates and one for the text of the best", async () => {
    const talks = Array.from({ length: 400 }, (_, index): Talk => {
      const lines = [["Ann", `coffee and sleep ${"again ".repeat(index % 7)}w${index}`]] as const;
      return { file: `talk-${index}.vtt`, lines };
    });
    await using store = await storeOf(talks);
    const calls: [name: string, items: number][] = [];
    const counted = new Proxy(store, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== "function") return value;
        return (...args: readonly unknown[]): unknown => {
          calls.push([String(property), Array.isArray(args[0]) ? args[0].length : 0]);
          return Reflect.apply(value, target, args);
        };
      },
    });
    const words = "coffee and sleep w399";
    for (const embedding of [null, model]) {
      calls.length = 0;
      const hits = await searchChunks({ store: counted, model: embedding }, { words, limit: 5 }, { signal });
      expect(hits[0]?.file).toBe("talk-399.vtt");
      expect(calls.filter(([name]) => name === "candidates")).toHaveLength(1);
      expect(calls.filter(([name]) => name === "neighbours")).toEqual([["neighbours", 200]]);
    }
  });
});
