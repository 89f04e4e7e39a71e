import { printable } from "./printable.ts";

/** A word of a shell, quoted so that nothing in it acts: for commands that people copy. */
export function shellWord(text: string): string {
  const safe = printable(text);
  return /^[\p{L}\p{N}_./:-]+$/u.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}
