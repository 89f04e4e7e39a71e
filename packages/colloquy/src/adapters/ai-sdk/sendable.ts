/** Replaces characters that make some servers fail: zeros, and halves of surrogate pairs. Keeps the length of the text. */
export function sendable(text: string): string {
  return text.toWellFormed().replaceAll("\0", " ");
}
