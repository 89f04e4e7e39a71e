import { z } from "zod";

const CHARACTERS = /^(?!\.)[A-Za-z0-9._-]{1,64}$/;
/** Windows removes a dot at the end of a name, and reserves some names for devices, with any extension. */
const NONE_ON_WINDOWS = /\.$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * Whether a workspace may have this name. It becomes the name of a folder on any system, so it must not lead out of the data
 * folder, be hidden, or be special to a file system.
 */
export function isWorkspaceName(name: string): boolean {
  return CHARACTERS.test(name) && !NONE_ON_WINDOWS.test(name);
}

export const workspaceName = z.string().refine(isWorkspaceName);
