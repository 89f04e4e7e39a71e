import { type Document, LineCounter, parseDocument } from "yaml";

/** What keeps a text from being YAML. */
export interface YamlFault {
  /** One line, without a full stop. */
  readonly message: string;
  /** That of the library, such as `DUPLICATE_KEY`; null for a fault that has no place. */
  readonly code: string | null;
  /** Where it stands in the text. */
  readonly start: number;
  readonly end: number;
}

/** A YAML text as values. */
export interface YamlText {
  /** Without cycles; undefined where there is a fault. */
  readonly value: unknown;
  readonly fault: YamlFault | null;
  /** The nodes of the text; null where it could not be parsed at all. */
  readonly document: Document | null;
  /** The line, from 1, in which an offset of the text stands. */
  lineOf(offset: number): number;
}

/** More would make a page of text into gigabytes ("billion laughs"). */
const MOST_ALIASES = 100;

/** Reads YAML or JSON. Never throws: aliases that multiply or lead to themselves are faults, as is a text nested too deep. */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const lineOf = (offset: number): number => lines.linePos(offset).line;
  let document: Document | null = null;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" });
    const [error] = document.errors;
    if (error !== undefined) {
      const [start, end] = error.pos;
      return {
        value: undefined,
        fault: { message: messageOf(error), code: error.code, start, end },
        document,
        lineOf,
      };
    }
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    if (!holdsItself(value)) return { value, fault: null, document, lineOf };
    return { value: undefined, fault: withoutPlace("an alias leads to what holds it"), document, lineOf };
  } catch (error) {
    return { value: undefined, fault: withoutPlace(messageOf(error)), document, lineOf };
  }
}

function withoutPlace(message: string): YamlFault {
  return { message, code: null, start: 0, end: 0 };
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/call stack/.test(message)) return "it is nested too deep";
  if (/alias count/.test(message)) return "its aliases multiply to more than is read";
  return (message.split("\n")[0] ?? message).replace(/[.:\s]+$/, "");
}

/** Each value is looked at once, however many aliases share it. */
function holdsItself(value: unknown, above = new Set<unknown>(), done = new Set<unknown>()): boolean {
  if (typeof value !== "object" || value === null || done.has(value)) return false;
  if (above.has(value)) return true;
  above.add(value);
  const found = Object.values(value).some((each) => holdsItself(each, above, done));
  above.delete(value);
  done.add(value);
  return found;
}
