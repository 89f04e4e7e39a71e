/** A figure as the page shows it, and its place in the reports. */
export interface ShownFigure {
  readonly path: string;
  readonly text: string;
}

const FACTORS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, min: 60, h: 3_600, "%": 0.01, "": 1 };
const PART = /(-?\$?)([\d,]+(?:\.(\d+))?) ?(ms|min|h|s|%)?/g;

/** What a text says as a number, in seconds where it is a time, and by how much the last place that it shows may be off. */
function readFigure(text: string): { readonly value: number; readonly tolerance: number } {
  const parts = [...text.matchAll(PART)].map(([, , digits = "", decimals = "", unit = ""]) => {
    const factor = FACTORS[unit] ?? Number.NaN;
    return { value: Number(digits.replaceAll(",", "")) * factor, place: factor * 10 ** -decimals.length };
  });
  if (parts.length === 0 || text.replaceAll(PART, "").trim() !== "") throw new Error(`"${text}" is no figure`);
  const place = parts.at(-1)?.place ?? Number.NaN;
  return { value: parts.reduce((sum, part) => sum + part.value, 0), tolerance: place * 0.500001 };
}

/** The figures that say something else than the reports do at their place. */
export function disagreeing(reports: unknown, figures: readonly ShownFigure[]): readonly string[] {
  return figures.flatMap(({ path, text }) => {
    const told = path.split(".").reduce<unknown>(childOf, reports);
    if (told === null || told === undefined)
      return text === "unknown" ? [] : [`${path} is not known, the page says ${text}`];
    if (typeof told !== "number") return [`${path} is no number`];
    const seconds = /Ms\b/.test(path) && !path.endsWith(".count") ? told / 1_000 : told;
    const { value, tolerance } = readFigure(text);
    return Math.abs(value - seconds) <= tolerance ? [] : [`${path} is ${told}, the page says ${text}`];
  });
}

function childOf(parent: unknown, key: string): unknown {
  if (typeof parent !== "object" || parent === null) return undefined;
  return new Map(Object.entries(parent)).get(key);
}
