import { posix, sep } from "node:path";
import { ColloquyError, didYouMean, nearestWord } from "../model/index.ts";
import { globTest } from "./glob.ts";

/** Bounds for the patterns of one call, which may come from a client of a server. */
const MOST = { patterns: 1_000, characters: 4_096, wildcards: 50 };
/** The most unknown patterns for which a similar file is looked for. */
const MOST_SUGGESTED = 3;

const WILDCARD = /[*?[{\\]/;

/**
 * Returns the files that match a pattern: a path (also a path that looks like a glob), or a glob. A pattern without a
 * slash matches file names in any folder. A pattern without a match may be a path from the shell, relative or absolute:
 * it then names the files whose path it ends with.
 * @throws ColloquyError `invalid-input` for too many, too long or too complex patterns.
 */
export function resolveFiles(files: readonly string[], patterns: readonly string[]): readonly string[] {
  requireBounded(patterns);
  const found = new Set(patterns.flatMap((pattern) => filesNamed(files, pattern)));
  return files.filter((file) => found.has(file));
}

/**
 * As `resolveFiles`, for files that the user names.
 * @throws ColloquyError `invalid-input` for too many, too long or too complex patterns, and if no file matches one of the
 *   patterns; it names these patterns, and a similar file.
 */
export function requireFiles(files: readonly string[], patterns: readonly string[]): readonly string[] {
  requireBounded(patterns);
  const unknown = patterns.filter((pattern) => filesNamed(files, pattern).length === 0);
  if (unknown.length === 0) return resolveFiles(files, patterns);
  const near = unknown
    .slice(0, MOST_SUGGESTED)
    .map((pattern) => nearestFile(files, slashed(pattern)))
    .find((file) => file !== null);
  const problem = `No transcript matches ${unknown.join(" or ")}.`;
  if (near === undefined) throw new ColloquyError("invalid-input", problem, { list: "transcripts" });
  throw new ColloquyError("invalid-input", `${problem} ${didYouMean([near])}`);
}

function requireBounded(patterns: readonly string[]): void {
  const wildcards = patterns
    .filter((pattern) => WILDCARD.test(pattern))
    .reduce((sum, pattern) => sum + pattern.replaceAll(/[^*?[{,]/g, "").length, 0);
  const [what, most] =
    patterns.length > MOST.patterns
      ? ["Too many files are named", `${MOST.patterns} paths or globs`]
      : patterns.some(({ length }) => length > MOST.characters)
        ? ["The path or glob of a file is too long", `${MOST.characters} characters`]
        : wildcards > MOST.wildcards
          ? ["The globs of files are too complex", `${MOST.wildcards} wildcards and commas`]
          : [];
  if (what !== undefined) throw new ColloquyError("invalid-input", `${what}: give at most ${most}.`);
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
  const partOf = pattern.includes("/") ? (file: string) => file : posix.basename;
  const matches = WILDCARD.test(pattern) ? globTest(pattern.replace(/^\.\//, "")) : () => false;
  const named = files.filter((file) => file === pattern || partOf(file) === pattern || matches(partOf(file)));
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
