import { createHash } from "node:crypto";
import { createWriteStream, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { makeFolders, removeAbandoned, unfinishedBeside } from "../../files/index.ts";
import { ColloquyError, describeSystemError, printable, systemErrorCode } from "../../model/index.ts";
import { OPTIONAL_FILES } from "./model-properties.ts";
import { NEEDED_FILES } from "./models-folder.ts";

export interface FetchOptions {
  /** Where the files are put: the folder of this model. */
  readonly folder: string;
  /** The address of the hub, without a slash at its end. */
  readonly hub: string;
  /** Receives one sentence before the first file is fetched. */
  readonly notify: (message: string) => void;
  readonly signal: AbortSignal;
}

/** What the hub says about a model: `GET /api/models/OWNER/NAME?blobs=true`. */
const LISTING = z.object({
  sha: z.string().regex(/^\w+$/),
  cardData: z.object({ license: z.union([z.string(), z.array(z.string())]).nullish() }).nullish(),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.number(),
      /** The checksum of a large file. */
      lfs: z.object({ sha256: z.string() }).nullish(),
    }),
  ),
});
type Listed = z.output<typeof LISTING>["siblings"][number];

/**
 * Fetches the files of a model from the hub. A file has its name only when it is complete and has the hub's size and checksum,
 * and the files without which a model is not found come last.
 * @param id `OWNER/NAME`.
 * @throws ColloquyError `provider` if the hub cannot be reached, or has no such model; `disk` if a file cannot be written.
 */
export async function fetchModel(id: string, options: FetchOptions): Promise<void> {
  const { folder, hub, notify, signal } = options;
  const { sha, cardData, siblings } = await readListing(id, options);
  const named = (file: string): Listed | undefined => siblings.find(({ rfilename }) => rfilename === file);
  const missing = NEEDED_FILES.filter((file) => named(file) === undefined);
  if (missing.length > 0) throw notConverted(id, missing);
  const files = [...OPTIONAL_FILES, ...NEEDED_FILES].flatMap((file) => named(file) ?? []);
  const megabytes = Math.ceil(files.reduce((sum, { size }) => sum + size, 0) / 1e6);
  const licence = [cardData?.license ?? "not stated"].flat().join(", ");
  notify(`Fetching ${id} from ${hub} to ${folder}, once: ${megabytes} MB, licence ${printable(licence)}.`);
  const fetched: (readonly [from: string, to: string])[] = [];
  try {
    for (const file of files) {
      const to = join(folder, file.rfilename);
      makeFolders(dirname(to));
      removeAbandoned(dirname(to));
      const from = unfinishedBeside(to);
      fetched.push([from, to]);
      await fetchFile(`${hub}/${id}/resolve/${sha}/${file.rfilename}`, from, file, signal);
    }
    for (const [from, to] of fetched) renameSync(from, to);
  } catch (error) {
    for (const [from] of fetched) rmSync(from, { force: true });
    throw failure(error, id, options);
  }
}

async function readListing(id: string, options: FetchOptions): Promise<z.output<typeof LISTING>> {
  try {
    const response = await fetch(`${options.hub}/api/models/${id}?blobs=true`, { signal: options.signal });
    // The hub does not tell whether a model is private or does not exist.
    if (response.status === 401 || response.status === 404) throw unknownModel(id, options.hub);
    return LISTING.parse(await (await successful(response)).json());
  } catch (error) {
    throw failure(error, id, options);
  }
}

async function fetchFile(url: string, path: string, { size, lfs }: Listed, signal: AbortSignal): Promise<void> {
  const response = await successful(await fetch(url, { signal }));
  if (response.body === null) throw new Error(`${url} has no content`);
  const hash = createHash("sha256");
  let bytes = 0;
  const counted = async function* (pieces: AsyncIterable<Uint8Array>) {
    for await (const piece of pieces) {
      bytes += piece.length;
      hash.update(piece);
      yield piece;
    }
  };
  await pipeline(response.body, counted, createWriteStream(path, { flags: "wx", flush: true }), { signal });
  if (bytes !== size) throw new Error(`${url} has ${bytes} bytes instead of ${size}`);
  if (lfs && hash.digest("hex") !== lfs.sha256) throw new Error(`${url} has another checksum than the hub states`);
}

async function successful(response: Response): Promise<Response> {
  if (response.ok) return response;
  await response.body?.cancel();
  throw new Error(`${response.url} replied with HTTP status ${response.status}`);
}

function failure(error: unknown, id: string, { folder, hub, signal }: FetchOptions): unknown {
  if (signal.aborted || ColloquyError.isInstance(error)) return error;
  // `fetch` has the reason in the cause.
  const cause = error instanceof TypeError && error.cause !== undefined ? error.cause : error;
  const reason = error instanceof z.ZodError ? "its reply is not that of a hub of models" : describeSystemError(cause);
  const isOfDisk = ["ENOSPC", "EDQUOT", "EACCES", "EROFS", "EPERM", "ENOTDIR"].includes(systemErrorCode(cause) ?? "");
  if (isOfDisk)
    return new ColloquyError(
      "disk",
      `The local model ${id} cannot be written to ${folder} (${reason}): name another folder with --models-dir.`,
      { cause: error },
    );
  return new ColloquyError(
    "provider",
    `The local model ${id} is not on this machine, and could not be fetched from ${hub} (${printable(reason)}): try again, or copy its files (${NEEDED_FILES.join(", ")}) from another machine to ${folder} (--models-dir names another folder).`,
    { cause: error },
  );
}

function unknownModel(id: string, hub: string): ColloquyError {
  return new ColloquyError(
    "configuration",
    `${hub} has no public model ${id}: correct the name after local:, as in local:Xenova/bge-small-en-v1.5.`,
  );
}

function notConverted(id: string, missing: readonly string[]): ColloquyError {
  return new ColloquyError(
    "configuration",
    `The model ${id} has no ${missing.join(", ")}: name a model that is converted for transformers.js, as in local:Xenova/bge-small-en-v1.5.`,
  );
}
