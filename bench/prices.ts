// The current models for which the list of prices has a price: `node bench/prices.ts`, a second, no network.
import { findListPricing } from "../packages/colloquy/src/adapters/genai-prices/index.ts";
import { printTable, writeResults } from "./report.ts";

/**
 * Chat and embedding models that a new user would name, independent of lists of prices: the undated names in the AI SDK's packages
 * for these providers (@ai-sdk/openai 4.0.118, anthropic 4.0.105, google 4.0.121, mistral 4.0.87, of November 2026)
 * without those for images, speech and code; of Groq the models that its documentation calls production models.
 */
const MODELS: Readonly<Record<string, { readonly chat: string; readonly embedding?: string }>> = {
  openai: {
    chat: "gpt-6-astra gpt-6-sol gpt-6-luna gpt-6.1-sol gpt-6.1-terra gpt-5.6-sol gpt-5.6-terra gpt-5.6-luna gpt-5.5 gpt-5.4 gpt-5.4-mini gpt-5.4-nano gpt-5 gpt-5-mini gpt-5-nano gpt-4.1 gpt-4.1-mini gpt-4.1-nano gpt-4o gpt-4o-mini",
    embedding: "text-embedding-3-small text-embedding-3-large",
  },
  anthropic: {
    chat: "claude-fable-5-2 claude-fable-5-1 claude-opus-5-5 claude-opus-5 claude-sonnet-5-5 claude-sonnet-5 claude-sonnet-4-6 claude-haiku-5-5 claude-haiku-4-5",
  },
  google: {
    chat: "gemini-4-argon gemini-4-carbon gemini-4-hydrogen gemini-3.8-flash gemini-3.7-flash gemini-3.5-flash gemini-3.5-flash-lite gemini-3.1-pro-preview gemini-2.5-pro gemini-2.5-flash gemini-2.5-flash-lite",
    embedding: "gemini-embedding-001 gemini-embedding-2",
  },
  mistral: {
    chat: "mistral-large-4 mistral-large-latest mistral-medium-latest mistral-medium-3-5 mistral-small-latest magistral-medium-latest ministral-14b-latest ministral-8b-latest",
    embedding: "mistral-embed codestral-embed",
  },
  groq: { chat: "llama-3.3-70b-versatile llama-3.1-8b-instant openai/gpt-oss-120b openai/gpt-oss-20b" },
};

interface Known {
  readonly model: string;
  readonly input: boolean;
  readonly cached: boolean;
  /** Null without output. */
  readonly output: boolean | null;
}

async function look(provider: string, model: string, isEmbedding: boolean): Promise<Known> {
  const prices = (await findListPricing(provider, model))?.prices ?? null;
  return {
    model: `${provider}:${model}`,
    input: prices?.input != null,
    cached: prices?.cachedInput != null,
    output: isEmbedding ? null : prices?.output != null,
  };
}

function row(name: string, known: readonly Known[]): string[] {
  const chat = known.filter(({ output }) => output !== null);
  const of = (those: readonly Known[], has: (one: Known) => boolean): string =>
    `${those.filter(has).length} of ${those.length}`;
  return [
    name,
    of(known, ({ input }) => input),
    of(chat, ({ cached }) => cached),
    of(chat, ({ output }) => output === true),
  ];
}

const begun = performance.now();
await findListPricing("openai", "gpt-4o-mini");
const loadMs = performance.now() - begun;

const byProvider = new Map<string, readonly Known[]>();
for (const [provider, { chat, embedding = "" }] of Object.entries(MODELS)) {
  const words = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");
  const known = [
    ...words(chat).map((model) => look(provider, model, false)),
    ...words(embedding).map((model) => look(provider, model, true)),
  ];
  byProvider.set(provider, await Promise.all(known));
}
const all = [...byProvider.values()].flat();
const source = (await findListPricing("openai", "gpt-4o-mini"))?.source ?? "";

console.log(`\n${source}, loaded in ${loadMs.toFixed(0)} ms\n`);
printTable({
  header: ["", "input", "cached input (chat)", "output (chat)"],
  rows: [...[...byProvider].map(([provider, known]) => row(provider, known)), row("all", all)],
});
const unknown = all.filter(({ input }) => !input).map(({ model }) => model);
console.log(`\nNot known: ${unknown.join(", ")}.`);
writeResults("prices", { source, loadMs, models: all });
