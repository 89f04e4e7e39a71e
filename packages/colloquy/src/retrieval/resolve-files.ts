import { sep } from "node:path";
import picomatch from "picomatch";

/**
 * Returns the files that match a pattern: a path (also a path that looks like a glob), or a glob. A pattern without a
 * slash matches file names in any folder. A pattern without a match may be a path from the shell, relative or absolute:
 * it then names the files whose path it ends with.
 */
export function resolveFiles(files: readonly string[], patterns: readonly string[]): readonly string[] {
  const found = new Set(patterns.flatMap((pattern) => filesNamed(files, pattern)));
  return files.filter((file) => found.has(file));
}

function filesNamed(files: readonly string[], pattern: string): readonly string[] {
  const matches = picomatch(pattern, { dot: true, basename: !pattern.includes("/") });
  const named = files.filter((file) => matches(file));
  return named.length > 0 ? named : longest(files.filter((file) => slashed(pattern).endsWith(`/${file}`)));
}

/** Replaces the backslashes of Windows, because paths in a workspace have slashes. */
function slashed(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

/** The longest matches: `talks/one.txt` is more exact than `one.txt` for `/home/me/talks/one.txt`. */
function longest(files: readonly string[]): readonly string[] {
  const length = Math.max(0, ...files.map((file) => file.length));
  return files.filter((file) => file.length === length);
}
