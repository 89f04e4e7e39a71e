import type { Range as Offsets } from "./address.ts";
import type { SelectedWords } from "./copy.ts";

// The page has the words of a turn in an element with `data-words`, and their offsets in `data-from` and `data-to`.

/** The box of words in a row; null if the row has no words yet. Labels have no words: the words behind them stand for them. */
export function boxOf(row: HTMLElement, { startOffset, endOffset }: Offsets): DOMRect | null {
  const all = [...row.querySelectorAll<HTMLElement>("[data-words]")];
  const element = all.find((each) => Number(each.dataset["to"]) > startOffset) ?? all.at(-1);
  if (element === undefined) return null;
  const from = Number(element.dataset["from"]);
  const range = document.createRange();
  setPoint(range, "setStart", element, Math.max(0, startOffset - from));
  setPoint(range, "setEnd", element, Math.min(element.textContent.length, Math.max(0, endOffset - from)));
  const box = range.getBoundingClientRect();
  return box.height === 0 ? element.getBoundingClientRect() : box;
}

function setPoint(range: Range, set: "setStart" | "setEnd", element: HTMLElement, offset: number): void {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let rest = offset;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const { length } = node.textContent ?? "";
    // A start belongs to the text after a border, an end to the text before it.
    if (rest < length || (set === "setEnd" && rest === length)) return range[set](node, rest);
    rest -= length;
  }
  range[set](element, element.childNodes.length);
}

/** Words that are selected in a turn, with their offsets. */
export interface SelectedPart extends SelectedWords, Offsets {}

/** The selected words, turn by turn; without names, times and the margin. */
export function selectedParts(within: HTMLElement, selection: Selection | null): readonly SelectedPart[] {
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return [];
  const selected = selection.getRangeAt(0);
  return [...within.querySelectorAll<HTMLElement>("[data-words]")]
    .filter((element) => selected.intersectsNode(element))
    .map((element) => partOf(element, selected))
    .filter(({ text }) => text !== "");
}

function partOf(element: HTMLElement, selected: Range): SelectedPart {
  const whole = document.createRange();
  whole.selectNodeContents(element);
  const before = whole.cloneRange();
  const isStart = selected.compareBoundaryPoints(Range.START_TO_START, whole) > 0;
  if (isStart) before.setEnd(selected.startContainer, selected.startOffset);
  const after = whole.cloneRange();
  const isEnd = selected.compareBoundaryPoints(Range.END_TO_END, whole) < 0;
  if (isEnd) after.setEnd(selected.endContainer, selected.endOffset);
  const text = element.textContent;
  const [start, end] = [isStart ? before.toString().length : 0, isEnd ? after.toString().length : text.length];
  const from = Number(element.dataset["from"]);
  return {
    speaker: element.dataset["speaker"] ?? null,
    isContinued: element.dataset["continued"] !== undefined,
    text: text.slice(start, end),
    startOffset: from + start,
    endOffset: from + end,
  };
}
