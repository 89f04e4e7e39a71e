const LONGEST = 16_384;
const FRONT_MATTER =
  /^---[ \t]*(?:\r\n?|\n)(?:[\w"'-][^\r\n:]{0,80}:|#)[\s\S]*?(?:\r\n?|\n)(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|$)/;
const TOML = /^\+\+\+[ \t]*(?:\r\n?|\n)(?:[\w"'.-]{1,80}[ \t]*=|#|\[)[\s\S]*?(?:\r\n?|\n)\+\+\+[ \t]*(?:\r\n?|\n|$)/;

/** Offset of the text after its front matter in YAML or TOML; 0 without front matter. */
export function endOfFrontMatter(text: string): number {
  const start = text.charCodeAt(0);
  if (start !== 45 && start !== 43) return 0;
  const head = text.slice(0, LONGEST);
  return (FRONT_MATTER.exec(head) ?? TOML.exec(head))?.[0].length ?? 0;
}

/** Whether a line that starts at `start` is a Markdown heading. */
export function isHeading(text: string, start: number): boolean {
  let i = start;
  while (text.charCodeAt(i) === 35) i++;
  return i > start && i - start <= 6 && (text[i] === " " || text[i] === "\t");
}
