import { isHiddenPassive, isHiddenVerb, readPassive } from "./hidden-verbs.ts";
import { isFiniteTrigger, objectPlace, readObject, readSubject } from "./noun-readings.ts";
import type { Token } from "./tokens.ts";
import { retag } from "./word-forms.ts";

/**
 * Corrects verbs and nouns around triggers by their positions. The tagger is trained on long sentences: it tags "Puberty
 * delays sleep." as three nouns and "Running reduces anxiety." as two verbs. A tag is kept if the clause can be read with it.
 */
export function readClauses(tokens: readonly Token[]): Token[] {
  const read = [...tokens];
  for (let at = 1; at + 1 < read.length; at += 1) if (isHiddenPassive(read, at)) readPassive(read, at);
  for (let at = 1; at + 1 < read.length; at += 1) if (isHiddenVerb(read, at)) retag(read, at, "VERB");
  for (let at = 0; at < read.length; at += 1) {
    if (isFiniteTrigger(read, at)) readSubject(read, at);
    const object = objectPlace(read, at);
    if (object !== null) readObject(read, object);
  }
  return read;
}
