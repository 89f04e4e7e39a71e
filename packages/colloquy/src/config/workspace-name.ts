import { z } from "zod";

const CHARACTERS = /^(?!\.)[A-Za-z0-9._-]{1,64}$/;
/** Windows drops a dot at the end of a name, and takes some names for devices, whatever follows a dot in them. */
const NONE_ON_WINDOWS = /\.$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * Whether a workspace may have this name: it is a folder of this name, on any system. Nothing that leaves the data folder,
 * hides in it, or is special to a file system.
 */
export function isWorkspaceName(name: string): boolean {
  return CHARACTERS.test(name) && !NONE_ON_WINDOWS.test(name);
}

export const workspaceName = z.string().refine(isWorkspaceName);
