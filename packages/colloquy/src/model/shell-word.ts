import { printable } from "./printable.ts";

/** A word of a shell, quoted so that the shell interprets nothing in it; for commands that users copy. */
export function shellWord(text: string): string {
  const safe = printable(text);
  return /^[\p{L}\p{N}_./:-]+$/u.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}
