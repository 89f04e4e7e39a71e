import { CallError, NO_USAGE, type Summariser, type SummaryRequest, type SummarySentence } from "../src/index.ts";

/** Writes a true sentence for each piece of evidence with a statement, or the sentences of a function. */
export class ScriptedSummariser implements Summariser {
  readonly profile: string;
  readonly paid = true;
  readonly calls: SummaryRequest[][] = [];
  readonly #write: (request: SummaryRequest) => readonly SummarySentence[] | null;

  constructor(
    write: (request: SummaryRequest) => readonly SummarySentence[] | null = repeatStatements,
    profile = "scripted",
  ) {
    this.#write = write;
    this.profile = `${profile} summary-1`;
  }

  get asked(): readonly string[] {
    return this.calls.flat().map(({ entity }) => entity?.name ?? "a transcript");
  }

  async summarise(batch: readonly SummaryRequest[]) {
    this.calls.push([...batch]);
    const sentences = new Map<string, readonly SummarySentence[]>();
    for (const request of batch) {
      const written = this.#write(request);
      if (written === null) throw new CallError("too-large", "The subject is too large.");
      sentences.set(request.label, written);
    }
    return { sentences, usage: { ...NO_USAGE, inputTokens: 100 * batch.length, outputTokens: 10 }, raw: "{}" };
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

export function repeatStatements({ evidence }: SummaryRequest): readonly SummarySentence[] {
  const written = evidence.flatMap(({ text, statements: [statement] }, index) =>
    statement === undefined ? [] : [sentence(statement.toLowerCase(), index + 1), sentence(text, index + 1)],
  );
  return written.length > 0
    ? written.slice(0, 4)
    : evidence.slice(0, 2).map(({ text }, index) => sentence(text, index + 1));
}

export function sentence(text: string, ...citations: readonly number[]): SummarySentence {
  return { text, citations };
}
