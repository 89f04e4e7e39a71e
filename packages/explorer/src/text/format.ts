/** Numbers with separators of thousands. */
const NUMBER = new Intl.NumberFormat("en");

export function number(value: number): string {
  return NUMBER.format(value);
}

/** `1 chunk`, `2 chunks`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${number(value)} ${value === 1 ? noun : plural}`;
}

/** `05:26`, or `1:02:03` from one hour on. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
}

/** `1 h 05 min`, `12 min`, `40 s`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** US dollars; small amounts have more digits. */
export function dollars(value: number): string {
  if (value === 0) return "$0";
  return `$${value < 0.1 ? value.toPrecision(2) : value.toFixed(2)}`;
}

const DATE = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" });
const MOMENT = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const TIME = new Intl.DateTimeFormat("en", { timeStyle: "medium" });

/** A day, a month or a year in ISO 8601. */
export function date(iso: string): string {
  if (/^\d{4}$/.test(iso)) return iso;
  return (/^\d{4}-\d{2}$/.test(iso) ? MONTH : DATE).format(new Date(iso));
}

/** The date of a transcript for a line that has its title; null if there is none, or if the title has its digits. */
export function dateBeside(file: string, iso: string | null): string | null {
  const digits = (text: string): string => text.replaceAll(/\D/g, "");
  return iso === null || digits(titleOf(file)).includes(digits(iso)) ? null : date(iso);
}

/** A time in ISO 8601, in the zone of the person. */
export function moment(iso: string): string {
  return MOMENT.format(new Date(iso));
}

/** As `moment`, without the day and with seconds. */
export function timeOfDay(iso: string): string {
  return TIME.format(new Date(iso));
}

/** The title of a transcript: its file without folders, extension, and the number before it. */
export function titleOf(file: string): string {
  const name = file.slice(file.lastIndexOf("/") + 1);
  const bare = name.replace(/\.[^.]{1,5}$/, "");
  const words = bare.replaceAll(/[_-]+/g, " ").trim();
  return words === "" ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The folder of a file; empty without one. */
export function folderOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "";
}

/** A relation type as words: `LEADS_TO` is "leads to". */
export function relationWords(type: string): string {
  return type.toLowerCase().replaceAll("_", " ");
}

/** An entity type as words: `BehavioralPattern` is "behavioral pattern". */
export function typeWords(type: string): string {
  return type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}
