import { z } from "zod";

/** A workspace is a folder of this name: nothing that leaves the data folder, hides in it, or is special to a file system. */
export const workspaceName = z.string().regex(/^(?!\.)[A-Za-z0-9._-]{1,64}$/);
