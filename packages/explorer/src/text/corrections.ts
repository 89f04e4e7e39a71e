/** An entry of the aliases file. */
interface Entry {
  readonly list: string;
  readonly names: readonly string[];
}

const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(", ");

/** What an entry says, in words. */
export function entryWords({ list, names }: Entry): string {
  const [first = "", second = ""] = names;
  if (list === "same") return `${quoted(names)} are one`;
  if (list === "different") return `${quoted(names)} are kept apart`;
  if (list === "hide") return `${quoted(names)} is hidden`;
  if (list === "rename") return `“${first}” is shown as “${second}”`;
  return `${list}: ${quoted(names)}`;
}

/** Words of the corrections of names. */
export const corrections = {
  menu: "Correct",
  merge: "Merge with…",
  split: "Split a name off…",
  rename: "Rename…",
  hide: "Hide…",
  made: "Corrections made",
  mergeTitle: (name: string): string => `Merge “${name}” with another`,
  mergeHint: "Two entities that are the same become one, with all names, claims and mentions of both.",
  mergeOther: "The same as",
  mergeOwnName: (text: string, name: string): string =>
    text.toLowerCase() === name.toLowerCase()
      ? `This is “${name}” itself.`
      : `“${text}” is already a name of “${name}”.`,
  mergeChange: "Choose another one",
  mergeConfirm: "Merge",
  mergeTypes: (one: string, other: string): string =>
    `One is of the type ${one}, the other of the type ${other}. The merged entity has one of these types.`,
  merged: (one: string, other: string): string => `“${one}” and “${other}” are one now.`,
  splitTitle: (name: string): string => `Split a name off “${name}”`,
  splitHint:
    "The chosen name becomes an entity of its own, with its mentions and claims, if it is mentioned often enough.",
  splitName: "Name",
  splitByFile: (name: string, transcripts: number): string =>
    `“${name}” has no other name that can be split off. It is split into one entity for each of the ${transcripts} transcripts that mention it.`,
  splitNothing: (name: string): string =>
    `“${name}” has no other names, and one transcript mentions it, so there is nothing to split.`,
  splitConfirm: "Split off",
  splitFilesConfirm: "Split by transcript",
  splitOff: (name: string): string => `“${name}” is split off now.`,
  splitFiles: (name: string): string => `“${name}” is one entity for each transcript now.`,
  renameTitle: (name: string): string => `Rename “${name}”`,
  renameHint: "The entity is shown by the new name everywhere. The words of the transcripts stay as they are.",
  renameLabel: "New name",
  renameConfirm: "Rename",
  renameMissing: "Give a name.",
  renameSame: "This is its name already.",
  renameTaken: (name: string): string => `There is another “${name}”. If both are the same, merge them.`,
  mergeInstead: "Merge instead",
  renamed: (name: string, to: string): string => `“${name}” is shown as “${to}” now.`,
  hideTitle: (name: string): string => `Hide “${name}”`,
  hideHint:
    "It is no longer shown as an entity: it leaves the lists, the graph, and the claims of other entities. Its words stay in the transcripts, and search still finds them.",
  hideConfirm: "Hide",
  hidden: (name: string): string => `“${name}” is hidden now.`,
  written: (file: string): string => `This is written to ${file}. No model is called, and you can undo it.`,
  writtenTo: "Written to aliases.yaml.",
  busy: "The names are resolved again. This takes a moment.",
  failed: "Nothing was changed.",
  undo: "Undo",
  undoing: "Undoing…",
  undone: "Undone",
  undoDone: "The correction is undone.",
  undoFailed: "The correction could not be undone",
  none: "No correction was made since the server started.",
  entries: "What stands in the file",
  takeBack: "Take back",
  takeBackOf: (entry: string): string => `Take back: ${entry}`,
  unhide: "Show it again",
  unhidden: (name: string): string => `“${name}” is shown again.`,
  fileEmpty: "The file has no entries yet.",
  file: (file: string): string => `Corrections are kept in ${file}. You can edit this file, too.`,
  removed: "No longer:",
} as const;
