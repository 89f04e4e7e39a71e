import { decodeCharacterReferences } from "../../analysis/index.ts";

// The repetitions are bounded, so that the search stays linear in a text full of `<`.
const TAG = /<\/?[a-zA-Z][^<>]{0,300}>|<\d{1,3}:[\d:.,]{2,20}>|\{\\[^{}]{0,200}\}/g;
const VOICE = /<v(?:\.[^\s<>]{0,100})?[ \t]+([^<>]{1,200})>/g;

/** A part of a cue by one voice. */
export interface VoiceSpan {
  readonly voice: string | null;
  readonly text: string;
}

/** Cue text without its markup, character references decoded. */
export function stripMarkup(text: string): string {
  const bare = text.includes("<") || text.includes("{\\") ? text.replace(TAG, "") : text;
  return decodeCharacterReferences(bare);
}

/** Splits a cue at its `<v Name>` tags; a cue without them is one span without a voice. */
export function splitVoices(text: string): VoiceSpan[] {
  if (!text.includes("<v")) return [{ voice: null, text: stripMarkup(text) }];
  const spans: VoiceSpan[] = [];
  let voice: string | null = null;
  let from = 0;
  for (const tag of text.matchAll(VOICE)) {
    pushSpan(spans, voice, text.slice(from, tag.index));
    voice = decodeCharacterReferences(tag[1] ?? "").trim();
    from = tag.index + tag[0].length;
  }
  pushSpan(spans, voice, text.slice(from));
  return spans;
}

/** Words after `</v>` have no voice. */
function pushSpan(spans: VoiceSpan[], voice: string | null, raw: string): void {
  const closed = raw.indexOf("</v>");
  const [inside, outside] = closed === -1 ? [raw, ""] : [raw.slice(0, closed), raw.slice(closed + 4)];
  if (inside.trim() !== "") spans.push({ voice, text: stripMarkup(inside) });
  if (outside.trim() !== "") spans.push({ voice: null, text: stripMarkup(outside) });
}
