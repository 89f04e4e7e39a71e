/**
 * The part of a failure's sentence that failures of one cause share: without the words of a model or a provider (after a
 * colon), without quoted text, and without ids (words with a digit, an underscore or a capital inside).
 */
export function likenessOf(sentence: string): string {
  return sentence
    .replace(/:\s.*$/su, "")
    .replace(/"[^"]*"|“[^”]*”|`[^`]*`|(?<!\w)'[^']*'/gu, "#")
    .replace(/[^\s()]*(?:[\d_]|[a-z][A-Z])[^\s()]*/gu, "#")
    .trim();
}

/** The most frequent likeness of failures, how often it occurs, and the latest sentence of it. */
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
