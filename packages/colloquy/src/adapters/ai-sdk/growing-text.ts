/** This many pieces are joined into one. */
const PIECES = 64;

/**
 * A text that arrives in pieces of a few characters each. Pieces that are joined by `+` are kept as a linked list until the
 * text is read: at 32 bytes a link, several times the size of the text.
 */
export class GrowingText {
  readonly #blocks: string[] = [];
  #pieces: string[] = [];

  add(piece: string): void {
    this.#pieces.push(piece);
    if (this.#pieces.length < PIECES) return;
    this.#blocks.push(this.#pieces.join(""));
    this.#pieces = [];
  }

  whole(): string {
    return [...this.#blocks, ...this.#pieces].join("");
  }
}
