import { contentId } from "../../model/index.ts";
import { countDimensions, type TermCounts } from "./term-counts.ts";

/** Hashing a chunk's terms takes as long as sending it, and nearly all terms recur. */
const MOST_REMEMBERED = 50_000;

/** The analysed terms of one workspace as numbers, for an index that several workspaces share. */
export class TermDimensions {
  readonly #workspace: string;
  readonly #dimensions = new Map<string, number>();

  constructor(workspace: string) {
    this.#workspace = workspace;
  }

  countsOf(terms: readonly string[]): TermCounts {
    return countDimensions(terms.filter((term) => term !== "").map((term) => this.dimensionOf(term)));
  }

  /** The first 32 bits of the hash of workspace and term, so each workspace has its own dimensions. */
  dimensionOf(term: string): number {
    const known = this.#dimensions.get(term);
    if (known !== undefined) return known;
    if (this.#dimensions.size >= MOST_REMEMBERED) this.#dimensions.clear();
    const dimension = Number.parseInt(contentId("term", this.#workspace, term).slice(0, 8), 16);
    this.#dimensions.set(term, dimension);
    return dimension;
  }
}
