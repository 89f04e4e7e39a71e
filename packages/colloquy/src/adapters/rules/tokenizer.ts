/** A word or mark of a turn, and its form for the tagger. */
export interface RawToken {
  readonly text: string;
  readonly start: number;
  /**
   * Letters only, or one mark, or a clitic. The tagger caches how it split earlier tokens. It gets no token that it could
   * split, so its result does not depend on earlier texts.
   */
  readonly shown: string;
}

const CLITIC = "'(?:[sS]|re|ve|ll|d|m|RE|VE|LL|D|M)";

const TOKEN = new RegExp(
  [
    String.raw`(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|Hon|Rev|Inc|Ltd|Corp)\.(?=[\s,;)]|\p{Lu}|$)`,
    // Initials and abbreviations of letters: "U.S.", "p.m.", "J. Smith".
    String.raw`(?:\p{L}\.){2,}|\p{Lu}\.(?= \p{Lu}\p{Ll})`,
    String.raw`[nN]'[tT](?![\p{L}\p{N}])|${CLITIC}(?![\p{L}\p{N}])`,
    String.raw`\p{L}+?(?=[nN]'[tT](?![\p{L}\p{N}]))`,
    // Words, with marks inside: "O'Brien", "R&D", "Node.js".
    String.raw`\p{L}[\p{L}\p{M}\p{N}]*(?:(?:\.(?=\p{Ll})|&|'(?!(?:[sS]|re|ve|ll|d|m|[tT])(?![\p{L}\p{N}])))\p{L}[\p{L}\p{M}\p{N}]*)*`,
    String.raw`\p{N}+(?:[.,:]\p{N}+)*\p{L}*`,
    String.raw`\S`,
  ].join("|"),
  "gu",
);

/** Splits text into words and marks. Linear in its length, unless a word is extremely long. */
export function* tokenize(text: string): Generator<RawToken> {
  for (const { 0: found, index } of text.matchAll(TOKEN)) yield { text: found, start: index, shown: shownAs(found) };
}

function shownAs(text: string): string {
  if (/^\p{N}/u.test(text)) return "1";
  if (/^(?:n't|'\p{L}+|(?:mr|mrs|ms|dr|prof)\.)$/iu.test(text)) return text;
  const letters = text.replace(/[^\p{L}]/gu, "");
  if (letters !== "") return letters;
  return /^[.?!;:()"'—-]$/.test(text) ? text : ",";
}
