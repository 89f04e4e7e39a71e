/**
 * The part of a failure's message that is the same for failures of one cause: without the words of a model or a provider
 * (after a colon), quoted text, and ids (words with a digit, an underscore or a capital inside).
 */
export function likenessOf(sentence: string): string {
  return sentence
    .replace(/:\s.*$/su, "")
    .replace(/"[^"]*"|“[^”]*”|`[^`]*`|(?<!\w)'[^']*'/gu, "#")
    .replace(/[^\s()]*(?:[\d_]|[a-z][A-Z])[^\s()]*/gu, "#")
    .trim();
}

/** The number of failures with the most frequent likeness, and the latest message of them. */
export function mostAlike(reasons: readonly string[]): { readonly alike: number; readonly reason: string } {
  const counts = new Map<string, number>();
  let most = { alike: 0, reason: "" };
  for (const reason of reasons) {
    const likeness = likenessOf(reason);
    const alike = (counts.get(likeness) ?? 0) + 1;
    counts.set(likeness, alike);
    if (alike >= most.alike) most = { alike, reason };
  }
  return most;
}
