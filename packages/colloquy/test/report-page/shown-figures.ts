/** A figure as the page shows it, with its position in the reports. */
export interface ShownFigure {
  readonly path: string;
  readonly text: string;
}

const FACTORS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, min: 60, h: 3_600, "%": 0.01, "": 1 };
const PART = /(-?\$?)([\d,]+(?:\.(\d+))?) ?(ms|min|h|s|%)?/g;

/** The number that a text shows, in seconds for a time, and the tolerance of its last digit. */
function readFigure(text: string): { readonly value: number; readonly tolerance: number } {
  const parts = [...text.matchAll(PART)].map(([, , digits = "", decimals = "", unit = ""]) => {
    const factor = FACTORS[unit] ?? Number.NaN;
    return { value: Number(digits.replaceAll(",", "")) * factor, place: factor * 10 ** -decimals.length };
  });
  if (parts.length === 0 || text.replaceAll(PART, "").trim() !== "") throw new Error(`"${text}" is no figure`);
  const place = parts.at(-1)?.place ?? Number.NaN;
  return { value: parts.reduce((sum, part) => sum + part.value, 0), tolerance: place * 0.500001 };
}

/** The figures that differ from the reports at their position. */
export function disagreeing(reports: unknown, figures: readonly ShownFigure[]): readonly string[] {
  return figures.flatMap(({ path, text }) => {
    const reported = path.split(".").reduce<unknown>(childOf, reports);
    if (reported === null || reported === undefined)
      return text === "unknown" ? [] : [`${path} is not known, the page says ${text}`];
    if (typeof reported !== "number") return [`${path} is no number`];
    const seconds = /Ms\b/.test(path) && !path.endsWith(".count") ? reported / 1_000 : reported;
    const { value, tolerance } = readFigure(text);
    return Math.abs(value - seconds) <= tolerance ? [] : [`${path} is ${reported}, the page says ${text}`];
  });
}

function childOf(parent: unknown, key: string): unknown {
  if (typeof parent !== "object" || parent === null) return undefined;
  return new Map(Object.entries(parent)).get(key);
}
