import { ColloquyError, type WorkspaceList } from "../model/index.ts";
import type { Invocation } from "./context.ts";
import { givenFlags } from "./given-flags.ts";
import { serverKeys } from "./library-options.ts";

/** `colloquy list speakers` for the workspace of a call, as a hint at its end. */
export function listHint(list: WorkspaceList, { flags }: Pick<Invocation, "flags">): string {
  const place = givenFlags(flags, ["workspace", "dataDir", ...serverKeys("graph")]);
  return `\`colloquy list ${list}${place}\` lists all ${list}.`;
}

/** A failure about a wrong name, with the call that lists the right names; any other error as it is. */
export function withListHint(error: unknown, invocation: Pick<Invocation, "flags">): unknown {
  if (!ColloquyError.isInstance(error) || error.list === null) return error;
  return new ColloquyError(error.code, `${error.message} ${listHint(error.list, invocation)}`, { cause: error });
}
