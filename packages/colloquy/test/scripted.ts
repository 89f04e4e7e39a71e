import { EMPTY_EXTRACTION, type Extraction } from "../src/model/index.ts";
import { type ExtractionReply, type ExtractionRequest, type Extractor, NO_USAGE } from "../src/ports/index.ts";

/** Runs before a scripted extractor replies to a batch. An error is the batch's failure. */
export type Script = (batch: readonly ExtractionRequest[], call: number) => void | Promise<void>;

/**
 * An extractor whose replies depend only on the words: every capitalised word of five letters or more is a Person with
 * polarity `stated`, the first two of a turn are related, and a turn with "!" is a quote.
 */
export class ScriptedExtractor implements Extractor {
  readonly profile: string;
  readonly description = "Scripted extractor for tests.";
  readonly paid: boolean;
  readonly concurrency: number;
  /** The texts of the requested batches. */
  readonly calls: string[][] = [];
  readonly #script: Script;
  readonly #invents: boolean;

  constructor({
    script = () => undefined,
    concurrency = 4,
    paid = false,
    profile = "scripted@1",
    invents = false,
  }: {
    script?: Script;
    concurrency?: number;
    paid?: boolean;
    profile?: string;
    /** Whether the evidence of all items is invented. */
    invents?: boolean;
  } = {}) {
    this.#invents = invents;
    this.#script = script;
    this.concurrency = concurrency;
    this.paid = paid;
    this.profile = profile;
  }

  async extract(batch: readonly ExtractionRequest[]): Promise<ExtractionReply> {
    this.calls.push(batch.map(({ turns }) => turns.map(({ text }) => text).join("\n")));
    await this.#script(batch, this.calls.length);
    return {
      extractions: new Map(batch.map(({ label, turns }) => [label, this.#invents ? EMPTY_EXTRACTION : extract(turns)])),
      failures: new Map(),
      usage: NO_USAGE,
      raw: this.paid ? JSON.stringify(this.calls.at(-1)) : null,
      rejected: { ungrounded: this.#invents ? 5 * batch.length : 0, schema: 0, lowConfidence: 0 },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

const NAME = /\b[A-Z][a-z]{4,}\b/g;

function extract(turns: ExtractionRequest["turns"]): Extraction {
  const sentences: Extraction["sentences"][number][] = [];
  const mentions: Extraction["mentions"][number][] = [];
  const relations: Extraction["relations"][number][] = [];
  const quotes: Extraction["quotes"][number][] = [];
  for (const [turn, { text }] of turns.entries()) {
    const whole = { turn, start: 0, end: text.length };
    const sentence = sentences.push(whole) - 1;
    const names = [...text.matchAll(NAME)];
    for (const { 0: name, index } of names) {
      const span = { turn, start: index, end: index + name.length };
      mentions.push({ name, type: "Person", span, sentence, confidence: 1, status: "asserted" });
    }
    const [source, target] = names.map(({ 0: name }) => name);
    if (source !== undefined && target !== undefined && source !== target) {
      relations.push({
        source,
        sourceType: "Person",
        type: "INFLUENCES",
        target,
        targetType: "Person",
        polarity: "stated",
        confidence: 1,
        span: whole,
      });
    }
    if (text.includes("!")) quotes.push({ span: whole, about: source === undefined ? [] : [source], confidence: 1 });
  }
  return { ...EMPTY_EXTRACTION, sentences, mentions, relations, quotes };
}
