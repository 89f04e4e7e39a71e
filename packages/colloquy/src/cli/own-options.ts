import { ColloquyError } from "../model/index.ts";

interface Bounds {
  readonly least: number;
  readonly most?: number;
  readonly whole?: boolean;
}

/** Parser of a number, for an option of one command. */
export function numberWithin(flag: string, { least, most, whole = false }: Bounds): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const isWritten = whole ? /^\d+$/.test(text) && Number.isSafeInteger(value) : text.trim() !== "";
    if (isWritten && value >= least && value <= (most ?? Number.MAX_SAFE_INTEGER)) return value;
    const kind = whole ? "a whole number" : "a number";
    const range = most === undefined ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new ColloquyError("invalid-input", `${flag} is '${text}', but must be ${kind} ${range}.`);
  };
}

/** Parser of a whole number of at least 1, for an option of one command. */
export function wholeNumber(flag: string): (text: string) => number {
  return numberWithin(flag, { least: 1, whole: true });
}

/** Collects the values of an option that may be repeated. */
export function collected(text: string, previous: unknown): string[] {
  return Array.isArray(previous) ? [...(previous as string[]), text] : [text];
}
