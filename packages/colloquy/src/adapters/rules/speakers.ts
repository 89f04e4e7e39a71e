import { stripPostNominals } from "../../analysis/index.ts";
import type { TurnView } from "../../model/index.ts";

const ROLE =
  /\b(?:speaker|host|guest|interviewer|interviewee|moderator|narrator|manager|designer|professor|phd|postdoc|grad|student|marketing|interface|chair|chairman|unknown|clerk|expert|participant|caller|operator|audience|everyone|all|staff|man|woman|male|female|voice|team|committee|analyst|engineer|secretary|minister|officer|agent|customer|patient|doctor|nurse|teacher|user|assistant|system|translator|interpreter)\b/i;

/**
 * Names of people among the speaker labels, in lower case: labels of two words or more, without titles, degrees and
 * brackets. Each as a whole, without its middle names, and as its parts.
 */
export function peopleOf(view: readonly TurnView[]): ReadonlySet<string> {
  const people = new Set<string>();
  for (const { speaker } of view) {
    if (speaker === null || speaker.length > 80) continue;
    const name = stripPostNominals(speaker.replace(/\([^)]*\)/g, " "))
      .replace(/\b(?:right hon|hon|mr|mrs|ms|dr|prof|sir|rt)\b\.?/gi, " ")
      .replace(/\s+/g, " ")
      .trim();
    if (!/^\p{Lu}[\p{L}.'-]*(?: \p{Lu}[\p{L}.'-]*){1,3}$/u.test(name) || ROLE.test(name)) continue;
    const parts = name.split(" ");
    const withoutInitial = `${parts[0]} ${parts.at(-1)}`;
    for (const part of [name, withoutInitial, ...parts]) if (part.length > 2) people.add(part.toLowerCase());
  }
  return people;
}
