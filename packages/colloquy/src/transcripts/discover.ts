import type { Dirent, Stats } from "node:fs";
import { lstat, readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import picomatch from "picomatch";
import { EXPORT_MANIFEST } from "../files/index.ts";
import { ColloquyError, describeSystemError } from "../model/index.ts";
import { reasonToLeaveOut } from "./candidates.ts";

/** A file that may be a transcript. */
interface DiscoveredFile {
  /** Relative to the root, with `/`. */
  readonly file: string;
  /** Real and absolute. */
  readonly path: string;
  /** Real path of the folder that was searched. */
  readonly root: string;
  readonly bytes: number;
}

/** A file that was left out, and why. `path` is relative to the root, or a glob where many files of a kind are left out. */
interface LeftOut {
  readonly path: string;
  readonly reason: string;
}

export interface Discovery {
  /** Sorted by the code units of `file`. */
  readonly files: readonly DiscoveredFile[];
  readonly skipped: readonly LeftOut[];
}

export interface DiscoverOptions {
  /** Globs over relative paths, or over names if they have no slash. Without them, every file is taken that is not obviously something else. */
  readonly include?: readonly string[];
  /** Absolute paths of files and folders that are left out without a notice. */
  readonly passOver?: (path: string) => boolean;
}

/**
 * The files under a folder that may be transcripts. The search stays inside the folder: a link is followed only if it
 * leads to something inside that is not found otherwise. Hidden files and folders are left out. Devices, sockets and pipes are
 * skipped with the reason.
 * @throws ColloquyError `invalid-input` when the root is missing or is no folder.
 */
export async function discover(root: string, options: DiscoverOptions = {}): Promise<Discovery> {
  const walk = new Walk(await openRoot(root), options.include ?? [], options.passOver ?? (() => false));
  await walk.run();
  const byPath =
    <T>(key: (each: T) => string) =>
    (a: T, b: T): number =>
      key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
  return {
    files: walk.files.toSorted(byPath((each) => each.file)),
    skipped: [...walk.skipped, ...walk.leftOut()].toSorted(byPath((each) => each.path)),
  };
}

async function openRoot(root: string): Promise<string> {
  try {
    const real = await realpath(root);
    if ((await stat(real)).isDirectory()) return real;
  } catch (error) {
    throw new ColloquyError(
      "invalid-input",
      `The transcripts folder ${root} cannot be read: ${describeSystemError(error)}. Name an existing folder.`,
      { cause: error },
    );
  }
  throw new ColloquyError("invalid-input", `${root} is not a folder. Name the folder that holds the transcripts.`);
}

/** A glob without a slash applies to names, in any folder. */
function anywhere(glob: string): string {
  const relative = glob.replace(/^\.\//, "");
  return relative.includes("/") ? relative : `**/${relative}`;
}

const UNDECODABLE = "its name is not valid UTF-8, so it cannot be opened; rename it";

/** Bytes that are not UTF-8 are shown as replacement characters: such a path leads to no file. */
function isUndecodable(name: string): boolean {
  return name.includes("\uFFFD");
}

/** How many left-out files of a kind are listed one by one. More are listed as one line. */
const LISTED_OF_A_KIND = 3;
const BESIDE = 32;

/** Names an entry that is neither file, folder nor link. */
function describeEntry(entry: Dirent | Stats): string {
  return entry.isFIFO() ? "a pipe" : entry.isSocket() ? "a socket" : "a device";
}

class Walk {
  readonly files: DiscoveredFile[] = [];
  readonly skipped: LeftOut[] = [];
  readonly #root: string;
  readonly #included: ((file: string) => boolean) | null;
  readonly #passedOver: (path: string) => boolean;
  readonly #links: string[] = [];
  /** Real paths of the files that were taken. */
  readonly #visited = new Map<string, string>();
  readonly #kinds = new Map<string, LeftOut[]>();

  constructor(root: string, include: readonly string[], passOver: (path: string) => boolean) {
    this.#root = root;
    this.#passedOver = passOver;
    this.#included = include.length === 0 ? null : picomatch(include.map(anywhere));
  }

  async run(): Promise<void> {
    await this.#folder("", this.#root);
    for (let i = 0; i < this.#links.length; i++) await this.#link(this.#links[i] ?? "");
  }

  leftOut(): LeftOut[] {
    return [...this.#kinds].flatMap(([kind, found]) => {
      const [first] = found;
      if (found.length <= LISTED_OF_A_KIND || first === undefined) return found;
      return [
        {
          path: `**/${kind.includes(".") || !path.extname(first.path) ? kind : `*.${kind}`}`,
          reason: `${first.reason} (${found.length} files)`,
        },
      ];
    });
  }

  async #folder(relative: string, real: string): Promise<void> {
    if (this.#visited.has(real)) return;
    this.#visited.set(real, relative);
    const entries = await readdir(real, { withFileTypes: true }).catch((error: unknown) => {
      this.skipped.push({
        path: relative === "" ? "." : relative,
        reason: isUndecodable(relative) ? UNDECODABLE : `unreadable folder: ${describeSystemError(error)}`,
      });
      return [];
    });
    if (this.#included === null && entries.some(({ name }) => name === EXPORT_MANIFEST)) {
      this.skipped.push({ path: relative === "" ? "." : relative, reason: "a folder that `colloquy export` wrote" });
      return;
    }
    const names: string[] = [];
    for (const entry of entries) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      if (this.#passedOver(path.join(real, entry.name))) continue;
      const inside = relative === "" ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) await this.#folder(inside, path.join(real, entry.name));
      else if (entry.isSymbolicLink()) this.#links.push(inside);
      else if (entry.isFile()) names.push(entry.name);
      else if (this.#isWanted(inside))
        this.skipped.push({ path: inside, reason: `${describeEntry(entry)}, not a regular file` });
    }
    for (let i = 0; i < names.length; i += BESIDE) {
      await Promise.all(
        names
          .slice(i, i + BESIDE)
          .map((name) => this.#file(relative === "" ? name : `${relative}/${name}`, path.join(real, name))),
      );
    }
  }

  #isWanted(file: string): boolean {
    return this.#included === null || this.#included(file);
  }

  async #file(file: string, real: string): Promise<void> {
    if (!this.#isWanted(file)) return;
    const obvious = this.#included === null ? reasonToLeaveOut(path.basename(file)) : null;
    if (obvious !== null) {
      const ofKind = this.#kinds.get(obvious.kind) ?? [];
      ofKind.push({ path: file, reason: obvious.reason });
      this.#kinds.set(obvious.kind, ofKind);
      return;
    }
    try {
      const { size } = await lstat(real);
      this.#visited.set(real, file);
      this.files.push({ file, path: real, root: this.#root, bytes: size });
    } catch (error) {
      this.skipped.push({
        path: file,
        reason: isUndecodable(file) ? UNDECODABLE : `unreadable: ${describeSystemError(error)}`,
      });
    }
  }

  /** Links come last, so that a file is found under its own path and not under a link's. */
  async #link(relative: string): Promise<void> {
    if (this.#included !== null && !this.#included(relative) && path.extname(relative) !== "") return;
    try {
      const real = await realpath(path.join(this.#root, relative));
      const inside = path.relative(this.#root, real);
      if (inside === ".." || inside.startsWith(`..${path.sep}`) || path.isAbsolute(inside)) {
        this.skipped.push({ path: relative, reason: "a link that leads outside the folder" });
        return;
      }
      const taken = this.#visited.get(real);
      if (taken !== undefined) {
        this.skipped.push({
          path: relative,
          reason: `a link to ${taken === "" ? "the folder itself" : taken}, which is read under its own name`,
        });
        return;
      }
      const stats = await stat(real);
      if (stats.isDirectory()) await this.#folder(relative, real);
      else if (stats.isFile()) await this.#file(relative, real);
      else
        this.skipped.push({
          path: relative,
          reason: `a link to ${describeEntry(stats)}, not a regular file`,
        });
    } catch (error) {
      this.skipped.push({
        path: relative,
        reason: isUndecodable(relative) ? UNDECODABLE : `unreadable: ${describeSystemError(error)}`,
      });
    }
  }
}
