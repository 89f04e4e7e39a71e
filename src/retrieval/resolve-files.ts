import picomatch from "picomatch";

/**
 * The files that any of the patterns names: a path as it stands (also one that looks like a glob), or a
 * glob. A pattern without a slash is compared with the names of files in any folder.
 */
export function resolveFiles(files: readonly string[], patterns: readonly string[]): readonly string[] {
  const matchers = patterns.map((pattern) => picomatch(pattern, { dot: true, basename: !pattern.includes("/") }));
  return files.filter((file) => matchers.some((matches) => matches(file)));
}
