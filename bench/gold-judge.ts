import { createModelJudge } from "../packages/colloquy/src/judging/index.ts";
import type { ChatModel, ChatRequest, NameJudge, Verdict } from "../packages/colloquy/src/index.ts";
import { normaliseName } from "../packages/colloquy/src/resolution/index.ts";
import type { Gold } from "./resolution-gold.ts";
import { randomNumbers } from "./throughput/workload.ts";

/** A judge that reads the prompts of the model judge, and replies from the gold. */
export interface GoldJudge {
  readonly judge: NameJudge;
  /** The pairs of all prompts in the form in which they are shown. */
  readonly asked: (readonly [string, string])[];
  /** Estimated tokens of prompts and replies: a quarter of their characters. */
  tokens: number;
}

/**
 * @param noise Share of the answers that are wrong, at random. An answer depends on the seed, the names in their order, and
 *   how often they were shown before. So it is the same in each order of the calls.
 */
export function goldJudge(gold: Gold, { noise = 0, seed = 1 } = {}): GoldJudge {
  const groupOf = groupsByKey(gold);
  const asked: (readonly [string, string])[] = [];
  const count = { tokens: 0 };
  const times = new Map<string, number>();
  const verdictOf = (first: string, second: string): Verdict => {
    const isSame = groupOf(first) === groupOf(second);
    const shown = `${first}\n${second}`;
    times.set(shown, (times.get(shown) ?? 0) + 1);
    const question = [...`${seed}\n${shown}\n${times.get(shown)}`].reduce(
      (sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0,
      7,
    );
    const isWrong = randomNumbers(question)() < noise;
    return isSame === isWrong ? "different" : "same";
  };
  const chatModel: ChatModel = {
    profile: "gold",
    contextTokens: null,
    ping: async ({ signal }) => {
      signal.throwIfAborted();
      return usageOf(0, 0);
    },
    complete: ({ system, messages }: ChatRequest) => {
      const prompt = messages.at(-1)?.text ?? "";
      const names = new Map(
        [...prompt.matchAll(/^(n\d+) .*?\[([^\]]*)\]/gm)].map(([, label = "", name = ""]) => [label, name]),
      );
      const [same, twoThings]: [string[], string[]] = [[], []];
      const [ofNames = "", ofOneName = ""] = prompt.split("=== one name ===");
      const pairsIn = (text: string): readonly (readonly [string, string])[] =>
        [...text.matchAll(/^(n\d+): (.*)$/gm)].flatMap(([, first = "", others = ""]) =>
          others.split(" ").map((second) => [first, second] as const),
        );
      const verdictOn = (first: string, second: string): Verdict => {
        const pair = [names.get(first) ?? "", names.get(second) ?? ""] as const;
        asked.push(pair);
        return verdictOf(...pair);
      };
      for (const [first, second] of pairsIn(ofNames))
        if (verdictOn(first, second) === "same") same.push(`${first} ${second}`);
      for (const [first, second] of pairsIn(ofOneName))
        if (verdictOn(first, second) === "different") twoThings.push(`${first} ${second}`);
      const none = { broader_kind: [], broader_part: [], narrower_kind: [], narrower_part: [], unsure: [] };
      const text = JSON.stringify({ same, ...none, two_things: twoThings });
      const usage = usageOf((system ?? "").length + prompt.length, text.length);
      count.tokens += usage.inputTokens + usage.outputTokens;
      return Promise.resolve({ text, usage, finishReason: "stop", interruption: null, limits: [] });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return {
    judge: createModelJudge({ chatModel }),
    asked,
    get tokens() {
      return count.tokens;
    },
  };
}

/** Maps a name to its gold cluster, or to its key if it is in none. */
function groupsByKey(gold: Gold): (name: string) => string {
  const groups = new Map<string, string>();
  gold.clusters.forEach((names, index) => names.forEach((name) => groups.set(normaliseName(name).key, `#${index}`)));
  return (name) => groups.get(normaliseName(name).key) ?? normaliseName(name).key;
}

/** Four characters are about one token. */
export function usageOf(inputCharacters: number, outputCharacters: number) {
  const [inputTokens, outputTokens] = [Math.ceil(inputCharacters / 4), Math.ceil(outputCharacters / 4)];
  return { inputTokens, cachedInputTokens: 0, outputTokens, reasoningTokens: 0 };
}
