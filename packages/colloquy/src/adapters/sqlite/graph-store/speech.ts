/**
 * The speakers of chunks. A mention whose words are the label of its own turn names the speaker with that label in its
 * chunk. Of several mentions the first one counts, because a later one may be the same word in speech.
 */
const NAMES_SPEAKER = `l.text = label.value AND NOT EXISTS (
    SELECT 1 FROM mention f WHERE f.chunk = l.chunk AND f.speaker = l.speaker AND f.text = l.text
      AND (f.start_offset, f.id) < (l.start_offset, l.id))`;

const LABELS = "mention l CROSS JOIN label ON label.n = l.speaker";

/** Chunks in which a person speaks, each with the label; takes the person's number. */
export const SPOKEN = `SELECT l.chunk, l.speaker FROM ${LABELS} WHERE l.subject = ? AND ${NAMES_SPEAKER}`;

/** Labels under which a person speaks; takes the person's number. */
export const SPEAKER_LABELS = `SELECT DISTINCT label.value FROM ${LABELS} WHERE l.subject = ? AND ${NAMES_SPEAKER} ORDER BY label.value`;

/** Whether a person says the words of a row of evidence, by its table; takes the person's number. */
export function isSpoken(table: string): string {
  return `EXISTS (SELECT 1 FROM ${LABELS}
    WHERE l.chunk = ${table}.chunk AND l.speaker = ${table}.speaker AND l.subject = ? AND ${NAMES_SPEAKER})`;
}
