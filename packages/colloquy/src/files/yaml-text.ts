import { type Document, LineCounter, parseDocument } from "yaml";

/** Why a text is not YAML. */
export interface YamlFault {
  /** One line, without a full stop. */
  readonly message: string;
  /** The library's code, such as `DUPLICATE_KEY`; null for a fault without a position. */
  readonly code: string | null;
  /** Its offsets in the text. */
  readonly start: number;
  readonly end: number;
}

/** The result of reading YAML. */
export interface YamlText {
  /** Without cycles; undefined if there is a fault. */
  readonly value: unknown;
  readonly fault: YamlFault | null;
  /** The nodes of the text; null if it could not be parsed at all. */
  readonly document: Document | null;
  /** The line, from 1, of an offset of the text. */
  lineOf(offset: number): number;
}

/** More aliases could make gigabytes of a page of text ("billion laughs"). */
const MOST_ALIASES = 100;

/**
 * Reads YAML or JSON. Never throws: several documents, too many aliases, aliases in a cycle and too deep nesting are
 * faults.
 */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const lineOf = (offset: number): number => lines.linePos(offset).line;
  let document: Document | null = null;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
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
    return {
      value: undefined,
      fault: withoutPosition("an alias refers to a value that contains it"),
      document,
      lineOf,
    };
  } catch (error) {
    return { value: undefined, fault: withoutPosition(messageOf(error)), document, lineOf };
  }
}

function withoutPosition(message: string): YamlFault {
  return { message, code: null, start: 0, end: 0 };
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/multiple documents/.test(message)) return "it has more than one document";
  if (/call stack/.test(message)) return "it is nested too deeply";
  if (/alias count/.test(message)) return "its aliases expand to too many values";
  return (message.split("\n")[0] ?? message).replace(/[.:\s]+$/, "");
}

/** Visits each value once, however many aliases share it. */
function holdsItself(value: unknown, above = new Set<unknown>(), done = new Set<unknown>()): boolean {
  if (typeof value !== "object" || value === null || done.has(value)) return false;
  if (above.has(value)) return true;
  above.add(value);
  const found = Object.values(value).some((each) => holdsItself(each, above, done));
  above.delete(value);
  done.add(value);
  return found;
}
