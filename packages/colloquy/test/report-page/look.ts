/// <reference lib="dom" />
import type { ShownFigure } from "./shown-figures.ts";

// The functions below run within the page: they may use only their own variables.

/** All figures of the page, including the folded tables. */
export function shownFigures(): readonly ShownFigure[] {
  return [...document.querySelectorAll<HTMLElement>("[data-figure]")].map((element) => {
    const row = element.closest<HTMLElement>("[data-of]")?.dataset["of"];
    const own = element.dataset["figure"] ?? "";
    return { path: row === undefined ? own : `${row}.${own}`, text: element.textContent };
  });
}

export function unfoldAll(): void {
  for (const details of document.querySelectorAll("details")) details.open = true;
}

/** Texts that are outside of the screen, or overlap another text of their chart. */
export function misplaced(): readonly string[] {
  const width = document.documentElement.clientWidth;
  const problems =
    document.documentElement.scrollWidth > width ? [`the page is ${document.documentElement.scrollWidth} wide`] : [];
  for (const drawing of document.querySelectorAll("figure svg[role=img]")) {
    const name = drawing.querySelector("title")?.textContent ?? "";
    const texts = [...drawing.querySelectorAll("text")].map((text) => ({
      text: text.textContent,
      box: text.getBoundingClientRect(),
    }));
    const seen = texts.filter(({ box }) => box.width > 0);
    for (const { text, box } of seen) {
      if (box.left < 0 || box.right > width) problems.push(`${name}: "${text}" is out of the screen`);
    }
    for (const [index, one] of seen.entries()) {
      for (const other of seen.slice(index + 1)) {
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        // The box of a text is higher than its letters.
        if (across > 1 && down > 4) problems.push(`${name}: "${one.text}" overlaps "${other.text}"`);
      }
    }
  }
  return problems;
}

/** Texts with a contrast to their background below 4.5 (WCAG AA). */
export function faint(): readonly string[] {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour: string): readonly number[] => {
    if (canvas === null) return [];
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = rgb(colour).map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element: Element): string => {
    // The bar of a label inside a bar is the element before it.
    if (element.matches("text.inside")) return getComputedStyle(element.previousElementSibling ?? element).fill;
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if ((rgb(backgroundColor)[3] ?? 0) === 255) return backgroundColor;
    }
    return "#fff";
  };
  const holdsText = (element: Element): boolean =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? "").trim() !== "");
  const texts = [...document.querySelectorAll("body *")].filter(
    (element) =>
      holdsText(element) && !element.matches("script,title,desc") && element.getBoundingClientRect().width > 0,
  );
  return texts.flatMap((element) => {
    const style = getComputedStyle(element);
    const [one, other] = [
      luminance(element instanceof SVGElement ? style.fill : style.color),
      luminance(behind(element)),
    ];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    return contrast >= 4.5
      ? []
      : [`"${element.textContent.slice(0, 40)}" (${element.tagName}): ${contrast.toFixed(2)}`];
  });
}
