import { sep } from "node:path";
import picomatch from "picomatch";

/**
 * The files that any of the patterns names: a path as it stands (also one that looks like a glob), or a
 * glob. A pattern without a slash is compared with the names of files in any folder. One that names none of them so may
 * be a path as the shell gives it, from the working folder or absolute: then it names the files whose path it ends in.
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

/** A path of Windows has backslashes; those of files in a workspace are slashes everywhere. */
function slashed(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

/** Of `talks/one.txt` and `one.txt`, both ends of `/home/me/talks/one.txt`, the former says more. */
function longest(files: readonly string[]): readonly string[] {
  const length = Math.max(0, ...files.map((file) => file.length));
  return files.filter((file) => file.length === length);
}
