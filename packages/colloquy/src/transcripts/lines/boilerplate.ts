const LONGEST = 140;

/** Lines that exporting software adds anywhere. They were not spoken. */
const ANYWHERE: readonly RegExp[] = [
  /^transcribed (?:by|with|using) (?:https?:\/\/)?(?:www\.)?(?:otter|rev|descript|trint|sonix|temi|happyscribe|fireflies)\b.*$/i,
  /^(?:the )?(?:meeting|transcription|recording|transcript) (?:has )?(?:ended|stopped|started)(?: after| at)? ?[\d:]*.{0,6}$/iu,
  /^this (?:editable )?transcript (?:was|is) (?:computer[- ]generated|exported|auto(?:matically)?[- ]generated)\b.*$/i,
  /^.{1,60} (?:started|stopped) transcription$/i,
  /^\[?(?:end|start|beginning) of (?:the )?(?:transcript|transcription|recording|audio)\.?\]?$/i,
  /^_[a-z]+ ?:.*$/i,
  /^<!--.*-->$/,
];
/** All of them match it. It is a cheap first test, because nearly every line is tested. */
const MAY_BE = /^_|^<!--|transcri|recording|meeting|audio/i;
const TITLE_BEFORE_TURNS = /^.{0,90}\btranscript(?:ion)?\.?$/iu;
const RECORDING_TITLE = /^.{1,100}[-_ ]meeting (?:recording|transcript)$/iu;
const LIST_BEFORE_TURNS =
  /^(?:attendees|participants|invited|invitees|guests|speakers|present|attendance|(?:summary )?keywords)\s*:?$/i;

/** Whether a trimmed line is a header or footer that exporting software added. */
export function isBoilerplate(line: string): boolean {
  return line.length <= LONGEST && MAY_BE.test(line) && ANYWHERE.some((pattern) => pattern.test(line));
}

/** Before the first turn only: a title such as `Weekly sync – Transcript`. */
export function isExportTitle(line: string): boolean {
  return line.length <= LONGEST && (TITLE_BEFORE_TURNS.test(line) || RECORDING_TITLE.test(line));
}

/** Before the first turn only: the heading of a list of people or keywords, which ends at the next blank line. */
export function isListHeading(line: string): boolean {
  return line.length <= LONGEST && LIST_BEFORE_TURNS.test(line);
}
