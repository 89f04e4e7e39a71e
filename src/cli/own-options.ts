import { ColloquyError } from "../model/index.ts";

/** Reads a whole number of at least 1 that only one command knows. */
export function wholeNumber(flag: string): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= 1 && Number.isSafeInteger(number)) return number;
    throw new ColloquyError("invalid-input", `${flag} is '${text}', but must be a whole number of at least 1.`);
  };
}

/** Gathers the values of an option that may be repeated. */
export function collected(text: string, previous: unknown): string[] {
  return Array.isArray(previous) ? [...(previous as string[]), text] : [text];
}
