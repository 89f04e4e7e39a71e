/** Red, green and blue from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** The colours of a picture, from the tokens of the page. */
export interface Colours {
  readonly paper: Colour;
  readonly ink: Colour;
  readonly line: Colour;
  readonly accent: Colour;
  readonly denied: Colour;
  /** For what has no colour of its own. */
  readonly other: Colour;
  readonly groups: readonly Colour[];
}

/** The tokens of groups, in the order of the size of a group. */
export const GROUP_TOKENS = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `--speaker-${number}`);
export const OTHER_TOKEN = "--line-strong";

/** Reads the tokens as they are now: light or dark. */
export function readColours(element: HTMLElement): Colours {
  const probe = document.createElement("span");
  element.append(probe);
  const colour = (token: string): Colour => {
    probe.style.color = `var(${token})`;
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue];
  };
  const colours = {
    paper: colour("--paper"),
    ink: colour("--ink"),
    line: colour("--line-strong"),
    accent: colour("--accent"),
    denied: colour("--danger"),
    other: colour(OTHER_TOKEN),
    groups: GROUP_TOKENS.map(colour),
  };
  probe.remove();
  return colours;
}

/** A colour as CSS. */
export function css([red, green, blue]: Colour, alpha = 1): string {
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

/** Calls when the colours of the page change: by the choice of the person, or of the system. */
export function onColoursChange(change: () => void, signal: AbortSignal): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change, { signal });
  const observer = new MutationObserver(change);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  signal.addEventListener("abort", () => observer.disconnect());
}
