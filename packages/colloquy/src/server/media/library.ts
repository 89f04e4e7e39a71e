import { readdirSync, realpathSync } from "node:fs";
import { extname } from "node:path";
import { ColloquyError, describeSystemError, shellWord } from "../../model/index.ts";
import { openRegularFile, type OpenedFile } from "../../files/index.ts";
import { type FolderListing, listFolder, nameOf, withoutExtension } from "./folder-listing.ts";
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
  /** Receives a sentence about each folder that can no longer be read, once. */
  readonly onProblem: (sentence: string) => void;
}

/** A file of the folder, and what it is. */
export interface Recording extends OpenedFile {
  readonly type: string;
}

/** The folder is listed again after this time, and listing it takes at most a hundredth of the time. */
const LISTED_FOR_MS = 10_000;
const TIMES_OF_A_LISTING = 100;

/** The recordings of transcripts: files of a folder, or addresses. */
export class MediaLibrary {
  readonly #folder: string | null;
  readonly #url: string | null;
  readonly #now: () => number;
  readonly #onProblem: (sentence: string) => void;
  readonly #unreadable = new Set<string>();
  #listing: (FolderListing & { readonly until: number }) | null = null;

  /** @throws ColloquyError `invalid-input` for a folder that does not exist, or an address that is none. */
  constructor({ folder, url, now, onProblem }: MediaOptions) {
    this.#folder = folder === null ? null : realFolder(folder);
    this.#url = url === null ? null : checkedUrl(url);
    this.#now = now;
    this.#onProblem = onProblem;
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
    const path = withoutExtension(file);
    const { byPath, byName } = this.#listed(this.#folder);
    return byPath.get(path) ?? byName.get(nameOf(path)) ?? null;
  }

  #listed(folder: string): FolderListing {
    const begun = this.#now();
    if (this.#listing !== null && begun < this.#listing.until) return this.#listing;
    const found = listFolder(folder, (unreadable, error) => this.#report(unreadable, error));
    const tookMs = this.#now() - begun;
    this.#listing = { ...found, until: begun + Math.max(LISTED_FOR_MS, TIMES_OF_A_LISTING * tookMs) };
    return found;
  }

  #report(folder: string, error: unknown): void {
    if (this.#unreadable.has(folder)) return;
    this.#unreadable.add(folder);
    this.#onProblem(
      `The folder of recordings ${shellWord(folder)} cannot be read (${describeSystemError(error)}): transcripts are shown without the recordings in it.`,
    );
  }
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
