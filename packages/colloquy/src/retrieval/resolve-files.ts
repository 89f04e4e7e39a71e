import { posix, sep } from "node:path";
import picomatch from "picomatch";
import { ColloquyError, didYouMean, nearestWord } from "../model/index.ts";

/**
 * Returns the files that match a pattern: a path (also a path that looks like a glob), or a glob. A pattern without a
 * slash matches file names in any folder. A pattern without a match may be a path from the shell, relative or absolute:
 * it then names the files whose path it ends with.
 */
export function resolveFiles(files: readonly string[], patterns: readonly string[]): readonly string[] {
  const found = new Set(patterns.flatMap((pattern) => filesNamed(files, pattern)));
  return files.filter((file) => found.has(file));
}

/**
 * As `resolveFiles`, for files that the user names.
 * @throws ColloquyError `invalid-input` if no file matches one of the patterns; it names these patterns, and a similar file.
 */
export function requireFiles(files: readonly string[], patterns: readonly string[]): readonly string[] {
  const unknown = patterns.filter((pattern) => filesNamed(files, pattern).length === 0);
  if (unknown.length === 0) return resolveFiles(files, patterns);
  const near = unknown.map((pattern) => nearestFile(files, slashed(pattern))).find((file) => file !== null);
  const problem = `No transcript matches ${unknown.join(" or ")}.`;
  if (near === undefined) throw new ColloquyError("invalid-input", problem, { list: "transcripts" });
  throw new ColloquyError("invalid-input", `${problem} ${didYouMean([near])}`);
}

/** The file with the most similar path or name. Extensions are left out, because most files have the same one. */
function nearestFile(files: readonly string[], pattern: string): string | null {
  const withoutExtension = (path: string): string => path.slice(0, path.length - posix.extname(path).length);
  const known = new Map(
    [...files.map((file) => [posix.basename(file), file] as const), ...files.map((file) => [file, file] as const)].map(
      ([name, file]) => [withoutExtension(name), file],
    ),
  );
  const nearest = nearestWord(withoutExtension(pattern), known.keys());
  return nearest === null ? null : (known.get(nearest) ?? null);
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
