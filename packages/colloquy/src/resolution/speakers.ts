import { hasTitle, stripHonorifics } from "../analysis/index.ts";
import type { NameKey } from "../ports/index.ts";
import { hasInitial, mayBeSamePerson, normaliseName } from "./normalise.ts";
import { JUDGED_SENSE } from "./senses.ts";

/** Words of labels for roles in a conversation. */
const ROLE_WORDS = new Set(
  (
    "the acting deputy vice speaker speakers spk spkr s participant person people voice guest host cohost co interviewer interviewee interviewed moderator narrator " +
    "announcer presenter operator audience member caller unknown unidentified unnamed anonymous male female man woman boy girl child " +
    "student teacher professor prof phd postdoc grad undergrad graduate undergraduate doctor patient nurse therapist client " +
    "judge court clerk counsel attorney witness defendant chair chairman chairwoman chairperson madam sir president secretary minister senator " +
    "project manager marketing expert user interface industrial designer design engineer developer lead head director facilitator scribe " +
    "customer agent advisor representative rep staff assistant researcher respondent subject commentator reporter anchor " +
    "q a question answer all both everyone multiple several other others off camera on mr mrs ms no number channel track mic"
  ).split(" "),
);

/**
 * Whether a speaker label names no person: `Speaker 1`, `SPEAKER_00`, `spk_1`, `Host`, `Professor B`. Such a label
 * belongs to its transcript.
 */
export function namesNobody(label: string): boolean {
  const words = label
    .normalize("NFKC")
    .replace(/(\p{L})(?=\p{N})|(\p{N})(?=\p{L})/gu, "$1$2 ")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return words.every((word) => ROLE_WORDS.has(word) || /^\p{N}+$/u.test(word) || /^[a-z]$/.test(word));
}

/** The name in a label. It is in the brackets if the other words are a role, as in "The Chair (Ms. Ada Moss)". */
function nameOf(label: string): string {
  const [, outer, inner] = /^([^([]*)[([]([^()[\]]+)/.exec(label) ?? [];
  if (outer === undefined || inner === undefined || !namesNobody(outer) || namesNobody(inner)) return label;
  return inner.trim();
}

/**
 * The key of a speaker. A label without a name has a key for its transcript alone.
 * @param senses of names in the transcript; only those by the user count.
 */
export function speakerKey(label: string, transcript: string, senses?: ReadonlyMap<string, string>): NameKey {
  const name = nameOf(label);
  const isNamed = !namesNobody(stripHonorifics(name));
  const key = normaliseName(isNamed ? name : label);
  const sense = senses?.get(key.stem);
  if (sense !== undefined && !sense.startsWith(JUDGED_SENSE)) return inSense(key, sense);
  if (isNamed) return key;
  const ofTranscript = `${key.key} @${transcript}`;
  return { key: ofTranscript, stem: ofTranscript, initials: "", forms: [], acronym: false };
}

/** The key of a name in a sense. It is one entity with names of its stem in this sense only. */
export function inSense({ key, stem }: NameKey, sense: string): NameKey {
  return { key: `${key} ${sense}`, stem: `${stem} ${sense}`, initials: "", forms: [], acronym: false };
}

/** The form with the initial, of two forms of a name ("Ann B. Lee", "Ann Lee"); null for two people. */
function samePerson(one: NameKey | null, other: NameKey): NameKey | null {
  if (one === null || !mayBeSamePerson(one, other)) return null;
  if (hasInitial(one) !== hasInitial(other)) return hasInitial(one) ? one : other;
  return one.key < other.key ? one : other;
}

/**
 * Finds the person of a short name among the people of one transcript: "Maya" or "Dr. Okafor" is Maya Okafor if no one
 * else shares that part of the name.
 */
export function personByPartOfName(people: Iterable<string>): (name: string) => NameKey | null {
  const byPart = new Map<string, NameKey | null>();
  for (const label of people) {
    const name = nameOf(label);
    if (namesNobody(name)) continue;
    const key = normaliseName(name);
    const words = key.key.split(" ");
    if (words.length < 2) continue;
    for (const part of new Set([words[0] as string, words.at(-1) as string])) {
      const known = byPart.get(part);
      byPart.set(part, known === undefined ? key : samePerson(known, key));
    }
  }
  return (name) => {
    if (!/^\p{Lu}/u.test(name)) return null;
    const bare = stripHonorifics(name);
    if (/\s/.test(bare) && !hasTitle(name)) return null;
    return byPart.get(normaliseName(bare).key) ?? null;
  };
}
