import { type FourFields, parseTime, readClock } from "./clock.ts";
import type { RenderedTurn } from "./parser.ts";

/** The meaning of a column or a member of a turn. */
export type TurnField = "speaker" | "start" | "end" | "duration" | "text";

/** The unit of the numbers in a time column, if its name states one. */
type TimeUnit = "milliseconds" | "seconds" | "unknown";

export interface FieldMeaning {
  readonly field: TurnField;
  readonly unit: TimeUnit;
}

/** A turn whose times are not converted yet. */
export interface RawTurn {
  readonly speaker: string | null;
  readonly start: unknown;
  readonly end: unknown;
  readonly duration: unknown;
  readonly text: string;
}

const list = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

// In order of preference: the first name that a turn has is used.
const NAMES: Readonly<Record<TurnField, ReadonlySet<string>>> = {
  speaker: list(
    "speaker speakername speakerlabel speakerid spk name fullname displayname username participant author role who from sender user actor voice character person talker participantname agent sprecher sprecherin locuteur intervenant hablante orador relatore parlante",
  ),
  start: list(
    "start starttime startms startseconds starts startsec startoffset begin begintime beginms in tcin timein from timestamp time timecode ts offset startedat tstart tstartms starttimecode tcstart timestart anfang debut inicio inizio",
  ),
  end: list(
    "end endtime endms endseconds ends endsec endoffset stop stoptime finish out tcout timeout to till until tend tendms endtimecode tcend timeend ende fin fine",
  ),
  duration: list("duration dur durationms durationseconds dduration ddurationms length"),
  text: list(
    "text transcript transcription utterance content sentence caption line dialogue dialog speech message body said words statement turn spoken spokentext spokenwords whatwassaid saidtext transcripttext remark remarks comment quote texte texto testo inhalt",
  ),
};

/** The name without case, spaces, punctuation and unit in brackets. */
function simplify(name: string): string {
  return name.toLowerCase().replace(/\((?:ms|s|sec|secs|seconds|milliseconds)\)|[^\p{L}\p{N}]/gu, "");
}

function unitOf(name: string): TimeUnit {
  const simple = name.toLowerCase();
  if (
    /(?:^|[^a-z])(?:ms|millis|milliseconds)\b/.test(simple.replaceAll("_", " ")) ||
    /[a-z](?:Ms|Millis|Milliseconds)$/.test(name)
  )
    return "milliseconds";
  return /(?:seconds?|secs?|\(s\)|_s)$/.test(simple) && !/milli/.test(simple) ? "seconds" : "unknown";
}

/** Whether values are clock times or numbers, and so no names of speakers. */
export function looksLikeTime(values: readonly unknown[]): boolean {
  const given = values.filter((value) => value !== null && value !== undefined && value !== "");
  const times = given.filter((value) => typeof value === "number" || timeOf(value, "seconds", "frames") !== null);
  return given.length > 0 && times.length >= given.length * 0.8;
}

/**
 * The meaning of each name. A name has at most one meaning. `from` may be a speaker or a time: if values are given and they
 * are clock times, it is no speaker.
 */
export function understandNames(
  names: readonly string[],
  valuesOf: (name: string) => readonly unknown[] = () => [],
): ReadonlyMap<string, FieldMeaning> {
  const meanings = new Map<string, FieldMeaning>();
  for (const field of ["text", "speaker", "start", "end", "duration"] as const) {
    for (const known of NAMES[field]) {
      const name = names.find(
        (each) =>
          simplify(each) === known &&
          !meanings.has(each) &&
          !(field === "speaker" && isAlsoTime(known) && looksLikeTime(valuesOf(each))),
      );
      if (name === undefined) continue;
      meanings.set(name, { field, unit: unitOf(name) });
      break;
    }
  }
  return meanings;
}

function isAlsoTime(known: string): boolean {
  return NAMES.start.has(known) || NAMES.end.has(known);
}

/** With fewer characters in a unit of time, the unit must be the millisecond: speech is never so slow. */
const SLOWEST_SPEECH = 0.5;

/** Turns with their times in milliseconds. The unit of bare numbers is judged over all turns if no name states it. */
export function readTimes(turns: readonly RawTurn[], meanings: ReadonlyMap<string, FieldMeaning>): RenderedTurn[] {
  const units = new Map([...meanings.values()].map(({ field, unit }) => [field, unit]));
  const guess = guessUnit(turns);
  const four = judgeFourFields(turns);
  const toMs = (value: unknown, field: TurnField): number | null => {
    const unit = units.get(field) ?? "unknown";
    return timeOf(value, unit === "unknown" ? guess : unit, four);
  };
  return turns.map(({ speaker, text, ...raw }) => {
    const startMs = toMs(raw.start, "start");
    const duration = toMs(raw.duration, "duration");
    const endMs = toMs(raw.end, "end") ?? (startMs === null || duration === null ? null : startMs + duration);
    return { speaker, startMs, endMs, text };
  });
}

function timeOf(value: unknown, unit: TimeUnit, four: FourFields): number | null {
  const number = numberOf(value);
  if (number !== null) return unit === "milliseconds" ? number : number * 1000;
  return typeof value === "string" ? parseTime(clockIn(value), four) : null;
}

/** Removes brackets around a clock, and the semicolons of drop-frame time codes. */
function clockIn(value: string): string {
  const bare = value.trim().replace(/^[[(]|[\])]$/g, "");
  return /^\d{2}[:;]\d{2}[:;]\d{2};\d{2}$/.test(bare) ? bare.replaceAll(";", ":") : bare;
}

/** `0:1:2:3` in a column of times is a time code with frames, unless its last numbers are too large for frames. */
function judgeFourFields(turns: readonly RawTurn[]): FourFields {
  let largest = 0;
  for (const { start, end } of turns) {
    for (const value of [start, end]) {
      if (typeof value !== "string" || value.length > 20) continue;
      const text = clockIn(value);
      const clock = readClock(text, 0, text.length);
      if (clock?.fields.length !== 4) continue;
      if ((clock.fields[1] ?? 0) > 23) return "frames";
      largest = Math.max(largest, clock.fields[3] ?? 0);
    }
  }
  return largest < 30 ? "frames" : "days";
}

/** Numbers may have a comma for a decimal mark. */
function numberOf(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || !/^-?\d{1,15}(?:[.,]\d{1,9})?$/.test(value.trim())) return null;
  return Number(value.trim().replace(",", "."));
}

function guessUnit(turns: readonly RawTurn[]): TimeUnit {
  let characters = 0;
  let units = 0;
  let first: number | null = null;
  let last: number | null = null;
  for (const turn of turns) {
    const start = numberOf(turn.start);
    const end = numberOf(turn.end) ?? (start === null ? null : start + (numberOf(turn.duration) ?? 0));
    if (start !== null && !Number.isInteger(start)) return "seconds";
    characters += turn.text.length;
    if (start !== null && end !== null && end > start) units += end - start;
    first ??= start;
    last = end ?? last;
  }
  const span = units > 0 ? units : (last ?? 0) - (first ?? 0);
  return span >= 1000 && characters / span < SLOWEST_SPEECH ? "milliseconds" : "seconds";
}
