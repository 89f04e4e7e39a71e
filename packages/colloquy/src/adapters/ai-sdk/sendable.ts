/** Text without what some servers fall over: zeros, and halves of surrogate pairs. As long as it was. */
export function sendable(text: string): string {
  return text.toWellFormed().replaceAll("\0", " ");
}
