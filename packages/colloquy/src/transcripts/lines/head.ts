import { judgeLabel, judgeNameLine, type Label, LONGEST_LABEL } from "./label.ts";
import {
  findColon,
  mayEndStamp,
  mayStartStamp,
  skipEmphasis,
  skipMarks,
  skipSeparators,
  trimEmphasisEnd,
  trimStartOfEmphasis,
} from "./marks.ts";
import { isSpace, skipSpaces, trimEnd } from "./scan.ts";
import { readStamp, readStampBefore, type Stamp } from "./stamp.ts";

/** The head of a line, before its words: a label, a time stamp, or both. */
export interface LineHead {
  /** Where the head starts, after white space. */
  readonly unitOffset: number;
  readonly label: Label | null;
  readonly stamp: Stamp | null;
  /** The position of the stamp: before a label or text, or with a label. */
  readonly stampLeads: boolean;
  /** Whether a colon marks the label. Without one, only a stamp or the position marks the name. */
  readonly colon: boolean;
  /** `Name:text` without a space. */
  readonly tight: boolean;
  /** Whether the label has Markdown emphasis. */
  readonly emphasised: boolean;
  /** Where the words end: before a stamp after them, or at the end of the line. */
  readonly textEnd?: number;
  /** Whether brackets and no colon mark the label. */
  readonly bracketed?: boolean;
  /** Where the words start; the end of the line if there are none. */
  readonly textOffset: number;
  /** Where the words start if the label is found to be a part of them. Only a leading stamp is left out. */
  readonly unlabelledOffset: number;
  /** A bare clock right after the label. It may be a stamp or words: the survey decides. */
  readonly doubtful: { readonly stamp: Stamp; readonly textOffset: number } | null;
}

/** Labels repeat, so each is judged once a file. */
export type LabelMemory = Map<string, Label | null>;

const LONGEST_NAME_LINE = 110;
/** Longer labels are names only with a bracketed title, place or stamp. */
const LONGEST_PLAIN_LABEL = 90;

const ENDS_BARE_STAMP = /[\s:|–*：-]/u;
const SEPARATORS_AT_END = /[\s|,·–—-]+$/u;

/** Reads the head of the line between two offsets; null when the line has only words. */
export function readLineHead(text: string, start: number, end: number, memory: LabelMemory): LineHead | null {
  const unitOffset = skipSpaces(text, start, end);
  if (unitOffset >= end) return null;
  const afterMarks = skipMarks(text, unitOffset, end);
  const leading = mayStartStamp(text.charCodeAt(afterMarks)) ? readLeadingStamp(text, afterMarks, end) : null;
  const labelStart = leading === null ? afterMarks : skipSeparators(text, leading.end, end);
  const labelled =
    readNumberedSpeaker(text, labelStart, end, leading) ?? readLabelled(text, labelStart, end, memory, leading);
  if (labelled !== null) return { unitOffset, ...labelled };
  const tabbed = readTabbed(text, labelStart, end, leading, memory);
  if (tabbed !== null) return { unitOffset, ...tabbed };
  const bracketed = readBracketedName(text, labelStart, end, memory, leading);
  if (bracketed !== null) return { unitOffset, ...bracketed };
  if (leading !== null) {
    const textOffset = Math.max(labelStart, trimStartOfEmphasis(text, labelStart, end));
    return { ...BARE, unitOffset, stamp: leading, stampLeads: true, textOffset, unlabelledOffset: textOffset };
  }
  return (
    readNameWithStamp(text, unitOffset, afterMarks, end) ??
    readEmphasisedName(text, unitOffset, afterMarks, end) ??
    readLetter(text, unitOffset, end)
  );
}

const BARE = {
  label: null,
  stamp: null,
  stampLeads: false,
  colon: false,
  tight: false,
  emphasised: false,
  doubtful: null,
};

function readLabelled(
  text: string,
  start: number,
  end: number,
  memory: LabelMemory,
  leading: Stamp | null,
): Omit<LineHead, "unitOffset"> | null {
  const colon = findColon(text, start, Math.min(end, start + LONGEST_LABEL));
  if (colon === -1) return null;
  const labelEnd = trimEnd(text, start, colon);
  if (labelEnd - start > LONGEST_PLAIN_LABEL && !text.slice(start, labelEnd).includes("(")) return null;
  const trailing =
    leading === null && mayEndStamp(text.charCodeAt(labelEnd - 1)) ? readStampBefore(text, start, labelEnd) : null;
  const raw =
    trailing === null ? text.slice(start, labelEnd) : text.slice(start, trailing.start).replace(SEPARATORS_AT_END, "");
  const label = remember(raw, memory);
  if (label === null || label.strength === "no") return null;
  const emphasised =
    raw.includes("*") || isEmphasis(text, start - 1) || (leading !== null && isEmphasis(text, leading.start - 1));
  const afterColon = emphasised ? skipEmphasis(text, colon + 1, end) : colon + 1;
  const tight = afterColon < end && !isSpace(text.charCodeAt(afterColon)) && text.charCodeAt(colon) === 58;
  if (tight && text.startsWith("//", afterColon)) return null;
  const wordsStart = skipSpaces(text, afterColon, end);
  const own = leading ?? trailing;
  const after = own === null && mayStartStamp(text.charCodeAt(wordsStart)) ? readStamp(text, wordsStart, end) : null;
  const afterOffset = after === null ? wordsStart : skipSpaces(text, skipEmphasis(text, after.end, end), end);
  const sure = after !== null && (after.bracketed || afterOffset >= end || after.from.fields.length > 2);
  return {
    label,
    stamp: own ?? (sure ? after : null),
    stampLeads: leading !== null,
    colon: true,
    tight: tight && !sure,
    emphasised,
    unlabelledOffset: start,
    textOffset: sure ? afterOffset : wordsStart,
    doubtful: after === null || sure ? null : { stamp: after, textOffset: afterOffset },
  };
}

function readLeadingStamp(text: string, position: number, end: number): Stamp | null {
  const stamp = readStamp(text, position, end);
  if (stamp === null || stamp.bracketed || stamp.end >= end) return stamp;
  return ENDS_BARE_STAMP.test(text[stamp.end] ?? "") ? stamp : null;
}

/** `Name  0:03` or `Name (0:03)` alone on a line. */
function readNameWithStamp(text: string, unitOffset: number, start: number, end: number): LineHead | null {
  const last = trimEmphasisEnd(text, start, trimEnd(text, start, end));
  if (last - start > LONGEST_NAME_LINE || !mayEndStamp(text.charCodeAt(last - 1))) return null;
  const stamp = readStampBefore(text, start, last);
  if (stamp === null || stamp.start <= start) return null;
  const label = judgeNameLine(text.slice(start, stamp.start).replace(SEPARATORS_AT_END, ""));
  if (label === null) return null;
  const emphasised = start > unitOffset;
  return { ...BARE, unitOffset, label, stamp, emphasised, textOffset: end, unlabelledOffset: unitOffset };
}

/** Reads `**Name** text`, where only emphasis marks the name. */
function readEmphasisedName(text: string, unitOffset: number, start: number, end: number): LineHead | null {
  if (start === unitOffset || !text.startsWith("**", start - 2)) return null;
  const close = text.slice(start, start + LONGEST_NAME_LINE).indexOf("**");
  const textOffset = skipSpaces(text, start + close + 2, end);
  if (close < 1 || textOffset >= end) return null;
  const behind = mayStartStamp(text.charCodeAt(textOffset)) ? readStamp(text, textOffset, end) : null;
  const raw = text.slice(start, start + close);
  const stamp = mayEndStamp(raw.charCodeAt(raw.length - 1)) ? readStampBefore(text, start, start + close) : null;
  const label = judgeNameLine(stamp === null ? raw : text.slice(start, stamp.start).replace(SEPARATORS_AT_END, ""));
  if (label === null) return null;
  const wordsOffset = stamp === null && behind?.bracketed === true ? skipSpaces(text, behind.end, end) : textOffset;
  const own = wordsOffset > textOffset ? behind : stamp;
  return {
    ...BARE,
    unitOffset,
    label,
    stamp: own,
    emphasised: true,
    textOffset: wordsOffset,
    unlabelledOffset: unitOffset,
  };
}

const NUMBERED_SPEAKER = /\(speaker (\d{1,3})\)/iy;

/** `(speaker 0) text`, as whisper.cpp writes it for the channels of a recording. */
function readNumberedSpeaker(
  text: string,
  start: number,
  end: number,
  leading: Stamp | null,
): Omit<LineHead, "unitOffset"> | null {
  if (text.charCodeAt(start) !== 40) return null;
  NUMBERED_SPEAKER.lastIndex = start;
  const found = NUMBERED_SPEAKER.exec(text);
  if (found === null || NUMBERED_SPEAKER.lastIndex > end) return null;
  const label: Label = { speaker: `Speaker ${found[1] ?? ""}`, strength: "strong" };
  const textOffset = skipSpaces(text, NUMBERED_SPEAKER.lastIndex, end);
  return {
    ...BARE,
    label,
    colon: true,
    stamp: leading,
    stampLeads: leading !== null,
    textOffset,
    unlabelledOffset: start,
  };
}

function isEmphasis(text: string, position: number): boolean {
  const code = text.charCodeAt(position);
  return code === 42 || code === 95;
}

/** Reads `[Name] text`. The survey takes it for a speaker only if the file has many such lines. */
function readBracketedName(
  text: string,
  start: number,
  end: number,
  memory: LabelMemory,
  leading: Stamp | null,
): Omit<LineHead, "unitOffset"> | null {
  if (text.charCodeAt(start) !== 91) return null;
  const close = text.slice(start, Math.min(end, start + LONGEST_NAME_LINE)).indexOf("]");
  const textOffset = skipSpaces(text, start + close + 1, end);
  if (close < 2 || textOffset >= end || !isSpace(text.charCodeAt(start + close + 1))) return null;
  if (leading === null && mayStartStamp(text.charCodeAt(textOffset)) && readStamp(text, textOffset, end)?.end === end)
    return null;
  const label = rememberName(text.slice(start + 1, start + close), memory);
  if (label === null || SOUND.test(label.speaker)) return null;
  return {
    ...BARE,
    bracketed: true,
    label,
    stamp: leading,
    stampLeads: leading !== null,
    textOffset,
    unlabelledOffset: start,
  };
}

const SOUND =
  /^(?:music|applause|laugh(?:s|ter|ing)?|inaudible|unintelligible|cross-?talk|silence|pause|noise|background.*|sighs?|cough(?:s|ing)?|cheer(?:s|ing)?|indistinct.*|foreign.*)$/i;

/** `Name<tab>0:03<tab>text` and `0:03<tab>Name<tab>text`. */
function readTabbed(
  text: string,
  start: number,
  end: number,
  leading: Stamp | null,
  memory: LabelMemory,
): Omit<LineHead, "unitOffset"> | null {
  const tab = text.slice(start, Math.min(end, start + LONGEST_NAME_LINE)).indexOf("\t");
  if (tab < 1) return null;
  const afterName = skipSpaces(text, start + tab, end);
  const stamp = leading ?? (mayStartStamp(text.charCodeAt(afterName)) ? readStamp(text, afterName, end) : null);
  if (stamp === null || (leading === null && text.charCodeAt(stamp.end) !== 9)) return null;
  if (leading !== null && text.charCodeAt(leading.end) !== 9) return null;
  const textOffset = skipSpaces(text, leading === null ? stamp.end : afterName, end);
  const label = textOffset < end ? rememberName(text.slice(start, start + tab), memory) : null;
  if (label === null) return null;
  return { ...BARE, label, stamp, stampLeads: leading !== null, textOffset, unlabelledOffset: start };
}

/** The line with its time from the stamp after its words, if there is one. */
export function withStampBehind(text: string, head: LineHead, lineEnd: number): LineHead | null {
  const end = trimEnd(text, head.textOffset, lineEnd);
  const last = text.charCodeAt(end - 1);
  if (!head.colon || head.stamp !== null || (last !== 93 && last !== 41)) return null;
  const stamp = readStampBefore(text, head.textOffset, end);
  if (stamp === null || !stamp.bracketed || stamp.start <= head.textOffset) return null;
  return { ...head, stamp, textEnd: trimEnd(text, head.textOffset, stamp.start) };
}

/** Reads `Q.` and `A.` of hearings and depositions. The label is weak, because lists have letters too. */
function readLetter(text: string, unitOffset: number, end: number): LineHead | null {
  const letter = text[unitOffset];
  if ((letter !== "Q" && letter !== "A") || text[unitOffset + 1] !== "." || !isSpace(text.charCodeAt(unitOffset + 2)))
    return null;
  const label: Label = { speaker: letter, strength: "weak" };
  return {
    ...BARE,
    unitOffset,
    label,
    textOffset: skipSpaces(text, unitOffset + 2, end),
    unlabelledOffset: unitOffset,
  };
}

function remember(raw: string, memory: LabelMemory): Label | null {
  const known = memory.get(raw);
  if (known !== undefined) return known;
  const judged = judgeLabel(raw);
  memory.set(raw, judged);
  return judged;
}

/** Names without a colon are judged more strictly. The key has a line end for them, which no label contains. */
function rememberName(raw: string, memory: LabelMemory): Label | null {
  const key = `\n${raw}`;
  const known = memory.get(key);
  if (known !== undefined) return known;
  const judged = judgeNameLine(raw);
  memory.set(key, judged);
  return judged;
}
