/** Meanings of the usual codes of the operating system, without the path and the call that Node adds. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOENT: "it does not exist",
  ENOTDIR: "a part of its path is a file",
  EEXIST: "a file or folder of that name already exists",
  EISDIR: "it is a folder",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would be too large",
  EIO: "the disk reports an input or output error",
  ELOOP: "it is a link that leads nowhere",
  ENAMETOOLONG: "its name is too long",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  EBUSY: "another program uses it",
  EPIPE: "its reader has closed it",
  ENXIO: "no program reads it",
  ECONNREFUSED: "no server listens at that address",
};

/**
 * The description of an error of the operating system, to follow a colon in a sentence. Any other error is described by
 * its own message.
 */
export function describeSystemError(error: unknown): string {
  const code = systemErrorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === null) return message;
  // The format of Node is `ECODE: meaning, call 'path'`.
  return WORDS[code] ?? /^E[A-Z0-9]+: ([^,]+)/.exec(message)?.[1] ?? message;
}

/** The code of the operating system in an error, such as `ENOSPC`; null for any other error. */
export function systemErrorCode(error: unknown): string | null {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? code : null;
}
