import type { Resolver } from "../ports/index.ts";
import { deriveFacts } from "./facts.ts";
import { speakerKey } from "./speakers.ts";
import { summarise } from "./summary.ts";

export { mayBeSamePerson, normaliseName, numberForms } from "./normalise.ts";

/** The rules of this version: normalised names, number, acronyms, honorifics, middle initials, parts of speakers' names. */
export const resolver: Resolver = {
  version: "names@2",
  deriveFacts,
  speakerKey,
  summarise,
  isSymmetric: (type) => type === "RELATES_TO",
};
