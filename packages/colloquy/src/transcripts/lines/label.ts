import { decodeCharacterReferences, stripPostNominals } from "../../analysis/index.ts";
import { cleanSpeaker } from "../speaker.ts";
import { isDate } from "./dates.ts";

/**
 * What a label looks like by itself: `strong` is a name or a role, `weak` may be one if it recurs, `metadata` names a field of
 * an export, `no` is no label.
 */
type LabelStrength = "strong" | "weak" | "metadata" | "no";

export interface Label {
  readonly speaker: string;
  readonly strength: LabelStrength;
}

/** Longest label. Titles and constituencies make labels long. */
export const LONGEST_LABEL = 160;
const LONGEST_NAME = 60;
const MOST_WORDS = 8;

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter((word) => word !== ""));

const METADATA = set(`date time title subject topic topics duration location venue attendees participants speakers
  present absent apologies recorded transcript transcriber transcribed url link links source sources file filename
  language media video audio episode season summary description tags agenda published author category meeting
  hosts guests panelists chapters recording kind`);
const ASIDES = set(`note notes nb n.b n.b. ps p.s p.s. warning caution tip hint important example examples e.g e.g.
  i.e i.e. todo fixme edit update reminder disclaimer http https ftp mailto figure table appendix
  takeaway takeaways decision decisions action actions item items conclusion overview background introduction
  hinweis achtung anmerkung beispiel remarque exemple nota ejemplo aviso`);
const NEVER_ALONE = set(`remember again also look first second third fourth finally however basically actually anyway so
  well and but or because then now next later question answer meaning result results fact listen imagine consider see
  verse chapter part step section plus minus yes no okay ok right sure thanks thank hello hi hey one two three four
  five that this these those it there here what why how when where who which if as to in on at for from with the a an
  my your his her our their i you he she we they problem reason point idea option case rule key bottom goal translation
  seriously honestly literally quote unquote meanwhile today yesterday tomorrow instead otherwise therefore thus
  day week page slide level scene act lesson session topic phase stage round group team number no. item exercise
  bonus spoiler context correction clarification definition ingredients instructions total subtotal score`);
const PARTICLES =
  set(`de da do dos das del della di du des la le les van von der den ten ter zu zum zur af av bin ibn al
  el y e i og och und und and of the for at und da'`);
const TITLES_WITH_STOP =
  /^(?:mr|mrs|ms|dr|prof|hon|rev|sen|rep|sgt|capt|lt|col|gen|st|jr|sr|m|mme|mlle|hr|fr|sra|srta)\.?$/i;
const ROLE =
  /^(?:(?:un(?:known|identified) )?(?:male |female )?(?:speaker|spk|spkr|participant|interviewer|interviewee|host|co-?host|guest|moderator|facilitator|narrator|presenter|panell?ist|respondent|caller|operator|user|assistant|agent|customer|client|therapist|patient|doctor|teacher|student|chair|audience|audience member|questioner|unknown|unidentified|voice|crowd|all|both|everyone|person|channel|sprecher(?:in)?|intervenant|locuteur|entrevistador|s|q|a)(?:[ _#-]{0,3}\d{1,4}|[ _#-]{1,2}(?:one|two|three|four|\p{L}))?)$/iu;
const NOT_IN_NAMES = /[?!;=<>{}|\\#*~^…“”«»]/u;
const STARTS_LIKE_NAME = /^['"’‘([@.-]*[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u;
const PICTOGRAPHS = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F|\u200D)+$/u;
const ELIDED = /^\p{L}['’]\p{Lu}/u;

/** Judges a label by its own text; null if it is no label at all. */
export function judgeLabel(written: string): Label | null {
  const speaker = cleanSpeaker(unwrap(decodeCharacterReferences(decodeCharacterReferences(written))));
  if (speaker === null) return null;
  return { speaker, strength: strengthOf(speaker) };
}

/** `[12/05/2020, 10:02:13] Ann`, as messengers write it. The date does not belong to the recording. */
const DATE_IN_BRACKETS = /^\[\d[\d/.,: -]{5,24}(?:[AP]M)?\]\s*/i;
/** `12/05/2020, 10:02 PM - Ann`, another form of messengers. */
const DATE_BEFORE_DASH = /^\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)? [-–] (?=\S)/iu;
/** Zoom's chat. */
const CHAT_SENDER = /^from\s{1,4}(.{1,60}?)\s{1,4}to\s{1,4}(?:everyone|me|all|hosts?|panelists)\b.{0,40}$/i;
/** The same without the receiver. */
const SENDER = /^from\s{1,4}(?=\S)/i;

/** An identifier in code. Emphasis of a label has its underscores outside of the colon. */
const DUNDER = /^__[a-z]+(?:_[a-z]+)*__$/;

/** Removes emphasis, dates and the brackets of `[SPEAKER_00]`. */
function unwrap(raw: string): string {
  const marked = raw.replace(/[*`\\]/g, "").replace(DUNDER.test(raw) ? /^\s+|\s+$/g : /^[\s_]+|[\s_]+$/g, "");
  const bare =
    CHAT_SENDER.exec(marked)?.[1] ??
    marked.replace(DATE_IN_BRACKETS, "").replace(DATE_BEFORE_DASH, "").replace(SENDER, "");
  const bracketed = /^(?:>{1,3}\s*)?[[(（【]([^[\]()（）【】]+)[\])）】]$/u.exec(bare);
  return bracketed?.[1] ?? bare.replace(/^>{1,3}\s*/, "");
}

function strengthOf(speaker: string): LabelStrength {
  const name = speaker.replace(/\(.*\)|\[.*\]|（.*）/u, " ").trim();
  if (name === "" || name.length > LONGEST_NAME || !/\p{L}/u.test(name)) return "no";
  if (
    /^(?:[([（【]|\d+[.)] )/.test(speaker) ||
    NOT_IN_NAMES.test(name) ||
    name.includes("//") ||
    /[.,:]$/.test(withoutAbbreviation(name))
  )
    return "no";
  const words = name.split(" ");
  const lower = words.map((word) => word.toLowerCase());
  if (words.length > MOST_WORDS || lower.some((word) => ASIDES.has(word)) || isDate(name)) return "no";
  if (lower.length <= 3 && lower.some((word) => METADATA.has(word)) && !ROLE.test(name)) return "metadata";
  if (ROLE.test(name) || /^\p{Lu}$/u.test(name)) return "strong";
  const numbered =
    words.length === 2 &&
    /^(?:\d+|[IVX]+|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten)[.)]?$/i.test(words[1] ?? "");
  if (NEVER_ALONE.has(lower[0] ?? "") && (words.length === 1 || numbered || !nameLike(words))) return "no";
  if (nameLike(words)) return "strong";
  return words.length <= 3 && !/[,"]/.test(name) ? "weak" : "no";
}

/** The full stop of "Ann B.", "Lee, M.D." and "Ann Lee, M.Ed." does not end a sentence. */
function withoutAbbreviation(name: string): string {
  return stripPostNominals(name).replace(/\b(?:[A-Z]|[JS]r|Esq|Inc|M\.?D|Ph\.?D)\.$/, "");
}

function nameLike(words: readonly string[]): boolean {
  return (
    (STARTS_LIKE_NAME.test(words[0] ?? "") || ELIDED.test(words[0] ?? "") || PICTOGRAPHS.test(words[0] ?? "")) &&
    words.every(
      (word) =>
        PICTOGRAPHS.test(word) ||
        STARTS_LIKE_NAME.test(word) ||
        PARTICLES.has(word.toLowerCase()) ||
        TITLES_WITH_STOP.test(word) ||
        ELIDED.test(word) ||
        /^[&/@-]$/.test(word),
    )
  );
}

/** Whether a whole line may be a speaker's name. Stricter than for a label, because it has no colon. */
export function judgeNameLine(written: string): Label | null {
  const raw = decodeCharacterReferences(written);
  if (raw.length > LONGEST_NAME + 20 || /[.?!,;:。？！，、…]["'”’)]?$/u.test(withoutAbbreviation(raw.trim())))
    return null;
  const label = judgeLabel(raw);
  if (label === null || label.strength !== "strong") return null;
  const words = label.speaker.split(" ");
  return words.length > 5 || NEVER_ALONE.has(words[0]?.toLowerCase() ?? "") ? null : label;
}
