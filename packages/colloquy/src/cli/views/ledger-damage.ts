import { printable } from "../../model/index.ts";
import { counted, formatCount } from "../../text/index.ts";
import type { LedgerDamage } from "../library.ts";

type DamagedTable = LedgerDamage["tables"][number];

/** `2 rows of settled (a.vtt, b.vtt), rows of facts (a.vtt and 12 more)`. */
export function damageText({ file, tables }: LedgerDamage): string {
  return [...file.map(printable), ...tables.map(tableText)].join(", ");
}

function tableText({ table, rows, files, fileCount }: DamagedTable): string {
  const count = rows === null ? "rows" : counted(rows, "row");
  const more = fileCount - files.length;
  const names = files.map(printable).join(", ");
  return `${count} of ${table}${files.length === 0 ? "" : ` (${names}${more === 0 ? "" : ` and ${formatCount(more)} more`})`}`;
}

/** The work and the cost after a repair, as a sentence without a full stop. */
export function repairText({ lostResults, readAgain }: LedgerDamage): string {
  const { extract, embed } = lostResults;
  const parts = [
    readAgain === 0 ? "" : `reads ${counted(readAgain, "file")} again`,
    extract.chunks === 0
      ? ""
      : `extracts ${counted(extract.chunks, "chunk")} again that were paid for (${counted(extract.tokens, "token")} of text)`,
    embed.chunks === 0 ? "" : `embeds ${counted(embed.chunks, "chunk")} again (${counted(embed.tokens, "token")})`,
  ].filter((part) => part !== "");
  return parts.length === 0
    ? "No paid work is lost; the next `colloquy ingest` repeats free work"
    : `The next \`colloquy ingest\` ${parts.join(", ")}; \`colloquy estimate\` shows the cost beforehand`;
}
