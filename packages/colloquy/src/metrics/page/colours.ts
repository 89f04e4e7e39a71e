/** Two colours for each name: on a light and on a dark background. */
const SURFACES: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  paper: ["#fbfaf7", "#14171b"],
  card: ["#ffffff", "#1b1f24"],
  ink: ["#1e2329", "#e9e7e2"],
  soft: ["#5c6470", "#a3abb6"],
  line: ["#e6e3db", "#2b313a"],
  "line-strong": ["#b9b5ab", "#4b5460"],
  track: ["#f0eee8", "#262b32"],
  hover: ["#f7f5f0", "#20252b"],
  accent: ["#c2410c", "#fb923c"],
  good: ["#1f7a4d", "#5cc28e"],
  warn: ["#96600a", "#e0a84a"],
  bad: ["#b93232", "#f08a8a"],
};

const BLUE = ["#2f6bcb", "#6ea3f2"] as const;
const PALE_BLUE = ["#7ea6e6", "#3f6cb4"] as const;
const INDIGO = ["#4a4fb5", "#9da1f0"] as const;
const TEAL = ["#0a7a82", "#3fb6be"] as const;
const VIOLET = ["#7a4fd6", "#aa8bf0"] as const;
const GREEN = ["#25804f", "#56b987"] as const;
const ORANGE = ["#c2541a", "#ef9250"] as const;
const AMBER = ["#b5770a", "#dca53f"] as const;
const RED = ["#c43d3d", "#ef7d7d"] as const;
const BROWN = ["#8d6e53", "#b8987c"] as const;
const GREY = ["#8b919b", "#747d89"] as const;
const PALE_GREY = ["#d3d1cb", "#3d444d"] as const;

/** Each subject has the same colour in every chart. */
const MARKS: readonly (readonly [classes: readonly string[], colour: readonly [light: string, dark: string]])[] = [
  [["throughput", "stage-extract", "operation-extract"], ORANGE],
  [["stage-embed", "operation-embed", "first-token", "by-store"], GREEN],
  [["tokens", "by-tokens", "token-input", "latency", "stage-read"], BLUE],
  [["inputTokens", "by-inputTokens"], BLUE],
  [["token-cached"], PALE_BLUE],
  [["outputTokens", "by-outputTokens", "token-output", "stage-judge", "operation-judge"], INDIGO],
  [["requests", "token-reasoning", "by-requests", "stage-resolve", "stage-check", "operation-check"], TEAL],
  [["in-flight", "by-concurrencyLimit", "stage-project", "stage-summarise", "operation-summarise"], VIOLET],
  [["by-pause", "wait", "failed"], AMBER],
  [["by-provider", "turned-away"], RED],
  [["by-budget", "operation-ping", "stage-verify", "stage-answer", "operation-answer"], BROWN],
  [["by-none", "unknown-spend"], PALE_GREY],
  [["limit"], GREY],
  [["expected"], PALE_BLUE],
  [["likely"], BLUE],
  [["actual"], ORANGE],
];

/** The colours as custom properties, and as `--c` of the classes that charts use. */
export const COLOURS = [
  `:root{color-scheme:light dark;${surfaces(0)}}`,
  ...marks(0),
  `@media screen and (prefers-color-scheme:dark){:root{${surfaces(1)}}`,
  ...marks(1),
  "}",
].join("\n");

function surfaces(scheme: 0 | 1): string {
  return Object.entries(SURFACES)
    .map(([name, colours]) => `--${name}:${colours[scheme]}`)
    .join(";");
}

function marks(scheme: 0 | 1): readonly string[] {
  return MARKS.map(([classes, colours]) => `${classes.map((name) => `.${name}`).join(",")}{--c:${colours[scheme]}}`);
}
