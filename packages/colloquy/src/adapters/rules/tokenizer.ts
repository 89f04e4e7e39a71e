/** A word or mark as it stands in a turn, and what the tagger is shown for it. */
export interface RawToken {
  readonly text: string;
  readonly start: number;
  /**
   * Letters only, or one mark, or a clitic. The tagger remembers how it split what it saw before; shown
   * nothing that it could split, it says the same of a text whatever it read earlier.
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
    // Words, with what holds their parts together: "O'Brien", "R&D", "Node.js".
    String.raw`\p{L}[\p{L}\p{M}\p{N}]*(?:(?:\.(?=\p{Ll})|&|'(?!(?:[sS]|re|ve|ll|d|m|[tT])(?![\p{L}\p{N}])))\p{L}[\p{L}\p{M}\p{N}]*)*`,
    String.raw`\p{N}+(?:[.,:]\p{N}+)*\p{L}*`,
    String.raw`\S`,
  ].join("|"),
  "gu",
);

/** Splits text at its words and marks. Linear in its length, as long as it has no endless word. */
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
