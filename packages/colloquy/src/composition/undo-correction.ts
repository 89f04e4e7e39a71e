import { ColloquyError } from "../model/index.ts";
import type { CorrectionResult } from "./correct-names.ts";
import type { AliasEdits, AliasEntry } from "./edit-aliases.ts";
import type { Check } from "./name-edits.ts";

/**
 * Takes the entries of a correction back: removes what it added, and adds what it removed.
 * @throws ColloquyError `invalid-input` if the file was changed so that it is not possible.
 */
export function undo(edits: AliasEdits, { added, removed }: Pick<CorrectionResult, "added" | "removed">): Check {
  for (const entry of added.toReversed()) {
    if (!edits.remove(entry)) throw cannotUndo(`it no longer has the entry ${textOf(entry)}`);
  }
  for (const entry of removed) {
    const other = entry.list === "rename" && edits.entries("rename").find(([from]) => from === entry.names[0]);
    if (other) throw cannotUndo(`it has the entry ${textOf({ list: "rename", names: other })} now`);
    edits.add(entry.list, entry.names);
  }
  return () => Promise.resolve(true);
}

function cannotUndo(reason: string): ColloquyError {
  return new ColloquyError(
    "invalid-input",
    `The correction cannot be undone, because aliases.yaml was changed: ${reason}.`,
    { terminalHint: "Edit the file, then run `colloquy project`." },
  );
}

function textOf({ list, names }: AliasEntry): string {
  return `${list}: ${names.map((name) => JSON.stringify(name)).join(", ")}`;
}
