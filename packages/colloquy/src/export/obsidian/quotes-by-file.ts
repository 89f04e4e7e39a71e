import { compareText, type QuoteRow } from "../../model/index.ts";
import type { EvidencePosition, GraphReader, QuoteWithSubjects } from "../../ports/index.ts";

const QUOTES_AT_ONCE = 500;

/** Reads all quotes once, file by file, for files in ascending order. */
export class QuotesByFile {
  readonly #graph: GraphReader;
  #page: readonly QuoteWithSubjects[] = [];
  #after: EvidencePosition | null = null;
  #isEnd = false;
  #latest: { readonly file: string; readonly quotes: readonly QuoteRow[] } | null = null;

  constructor(graph: GraphReader) {
    this.#graph = graph;
  }

  /** The quotes of a file; the next file must not be less than this one. */
  async of(file: string): Promise<readonly QuoteRow[]> {
    if (this.#latest?.file === file) return this.#latest.quotes;
    const quotes: QuoteRow[] = [];
    for (;;) {
      if (this.#page.length === 0 && !(await this.#read())) break;
      const end = this.#page.findIndex(({ quote }) => compareText(quote.evidence.file, file) > 0);
      const reached = end < 0 ? this.#page : this.#page.slice(0, end);
      quotes.push(...reached.map(({ quote }) => quote).filter(({ evidence }) => evidence.file === file));
      this.#page = end < 0 ? [] : this.#page.slice(end);
      if (end >= 0) break;
    }
    this.#latest = { file, quotes };
    return quotes;
  }

  async #read(): Promise<boolean> {
    if (this.#isEnd) return false;
    this.#page = await this.#graph.quotes({
      limit: QUOTES_AT_ONCE,
      ...(this.#after === null ? {} : { after: this.#after }),
    });
    this.#isEnd = this.#page.length < QUOTES_AT_ONCE;
    const last = this.#page.at(-1)?.quote;
    if (last === undefined) return false;
    const { file, startOffset, endOffset } = last.evidence;
    this.#after = { file, startOffset, endOffset, id: last.id };
    return true;
  }
}
