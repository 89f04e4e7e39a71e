import { readdirSync, realpathSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { ColloquyError, describeSystemError, shellWord } from "../../model/index.ts";
import { openRegularFile, type OpenedFile } from "../../files/index.ts";
import { MEDIA_KINDS, type MediaKind } from "./kinds.ts";

/** A recording of a transcript, as the application plays it. */
export interface Media {
  readonly kind: MediaKind["kind"];
  readonly url: string;
}

export interface MediaOptions {
  /** The folder of the recordings; null: there is none. */
  readonly folder: string | null;
  /** The address of a recording, with `{name}` or `{path}`; null: there is none. */
  readonly url: string | null;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/** A file of the folder, and what it is. */
export interface Recording extends OpenedFile {
  readonly type: string;
}

/** The most files that are listed. */
const MOST_FILES = 100_000;
const LISTED_FOR_MS = 10_000;

/** The recordings of transcripts: files of a folder, or addresses. */
export class MediaLibrary {
  readonly #folder: string | null;
  readonly #url: string | null;
  readonly #now: () => number;
  #listing: { readonly at: number; readonly byPath: ReadonlyMap<string, string>; readonly byName: Names } | null = null;

  /** @throws ColloquyError `invalid-input` for a folder that does not exist, or an address that is none. */
  constructor({ folder, url, now }: MediaOptions) {
    this.#folder = folder === null ? null : realFolder(folder);
    this.#url = url === null ? null : checkedUrl(url);
    this.#now = now;
  }

  /** The origins of recordings on other servers. */
  get origins(): readonly string[] {
    return this.#url === null ? [] : [new URL(filled(this.#url, "x")).origin];
  }

  /** The recording of a transcript; null if none is known. */
  of(workspace: string, { id, file }: { readonly id: string; readonly file: string }): Media | null {
    const found = this.#find(file);
    if (found !== null)
      return {
        kind: kindOf(found).kind,
        url: `/api/w/${encodeURIComponent(workspace)}/media/${encodeURIComponent(id)}`,
      };
    if (this.#url === null) return null;
    const url = filled(this.#url, withoutExtension(file));
    return { kind: MEDIA_KINDS[extname(new URL(url).pathname).toLowerCase()]?.kind ?? "audio", url };
  }

  /** Opens the recording of a transcript; null if there is none in the folder. */
  open(file: string): Recording | null {
    const found = this.#find(file);
    if (found === null || this.#folder === null) return null;
    try {
      return { ...openRegularFile(found, this.#folder), type: kindOf(found).type };
    } catch {
      // It was removed, or it leads out of the folder.
      return null;
    }
  }

  /** The file with the path of the transcript, or else the only one with its name. */
  #find(file: string): string | null {
    if (this.#folder === null) return null;
    if (this.#listing === null || this.#now() - this.#listing.at > LISTED_FOR_MS)
      this.#listing = { at: this.#now(), ...list(this.#folder) };
    const path = withoutExtension(file);
    return this.#listing.byPath.get(path) ?? this.#listing.byName.get(nameOf(path)) ?? null;
  }
}

/** The only file with a name; null: several have it. */
type Names = ReadonlyMap<string, string | null>;

function list(folder: string): { readonly byPath: ReadonlyMap<string, string>; readonly byName: Names } {
  const byPath = new Map<string, string>();
  const byName = new Map<string, string | null>();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name).toLowerCase() in MEDIA_KINDS)
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted()
    .slice(0, MOST_FILES);
  for (const file of files) {
    const path = withoutExtension(relative(folder, file).split(sep).join("/"));
    // Of two kinds of one recording, the first one is played.
    if (byPath.has(path)) continue;
    byPath.set(path, file);
    byName.set(nameOf(path), byName.has(nameOf(path)) ? null : file);
  }
  return { byPath, byName };
}

function withoutExtension(file: string): string {
  return file.slice(0, file.length - extname(file).length);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function kindOf(file: string): MediaKind {
  return MEDIA_KINDS[extname(file).toLowerCase()] ?? { kind: "audio", type: "application/octet-stream" };
}

/** The address for a path without extension. */
function filled(template: string, path: string): string {
  const encoded = (text: string): string => text.split("/").map(encodeURIComponent).join("/");
  return template.replaceAll("{name}", encoded(nameOf(path))).replaceAll("{path}", encoded(path));
}

function realFolder(folder: string): string {
  try {
    const real = realpathSync(folder);
    readdirSync(real);
    return real;
  } catch (error) {
    throw new ColloquyError(
      "invalid-input",
      `The folder of recordings ${shellWord(folder)} cannot be read (${describeSystemError(error)}): name another one with --media-dir.`,
      { cause: error },
    );
  }
}

function checkedUrl(template: string): string {
  const url = URL.parse(filled(template, "x"));
  const isAddress = url !== null && ["http:", "https:"].includes(url.protocol) && !/[{}\s;,'"]/.test(url.origin);
  if (isAddress && /\{(?:name|path)\}/.test(template) && url.origin === new URL(filled(template, "y")).origin)
    return template;
  throw new ColloquyError(
    "invalid-input",
    `--media-url is ${shellWord(template)}, but must be an address with {name} or {path} after the host, such as https://host/{name}.mp3.`,
  );
}
