import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { createHash } from "node:crypto";
import type { Handler } from "hono";
import type { Environment } from "./environment.ts";
import { acceptsGzip, isKnown, LEAST_COMPRESSED } from "./json-responses.ts";
import { Refusal } from "./problem.ts";
import { pagePolicy } from "./security/headers.ts";

interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Null if compression gains nothing. */
  readonly gzipped: Uint8Array<ArrayBuffer> | null;
  readonly etag: string;
  readonly type: string;
}

const INDEX = "/index.html";

export const NOT_BUILT =
  "The web application was not built: run `npm run build` in the repository of Colloquy. The API is served without it.";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** The files of the built application. Only files that are in the folder when it is listed can be requested. */
export class Assets {
  readonly #folder: string;
  #listedFor = 0;
  #files = new Map<string, string>();
  readonly #read = new Map<string, Asset>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Null if there is no such file. */
  find(path: string): Asset | null {
    this.#list();
    const file = this.#files.get(path);
    if (file === undefined) return null;
    const known = this.#read.get(path);
    if (known !== undefined) return known;
    const asset = readAsset(file);
    this.#read.set(path, asset);
    return asset;
  }

  /** @throws Refusal if the application was not built. */
  index(): Asset {
    const found = this.find(INDEX);
    if (found === null) throw new Refusal(503, "unexpected", NOT_BUILT);
    return found;
  }

  /** Lists the folder again after a build. */
  #list(): void {
    const builtAt = statSync(join(this.#folder, INDEX), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (builtAt === this.#listedFor) return;
    this.#listedFor = builtAt;
    this.#read.clear();
    const entries = builtAt === 0 ? [] : readdirSync(this.#folder, { recursive: true, withFileTypes: true });
    this.#files = new Map(
      entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name))
        .map((file) => [file.slice(this.#folder.length).split(sep).join("/"), file]),
    );
  }
}

function readAsset(file: string): Asset {
  const bytes = new Uint8Array(readFileSync(file));
  const gzipped = bytes.length < LEAST_COMPRESSED ? null : new Uint8Array(gzipSync(bytes));
  return {
    bytes,
    gzipped: gzipped !== null && gzipped.length < 0.9 * bytes.length ? gzipped : null,
    etag: `W/"${createHash("sha256").update(bytes).digest("base64url").slice(0, 27)}"`,
    type: TYPES[extname(file)] ?? "application/octet-stream",
  };
}

/** Answers with a file, or with the page of the application, which knows its own addresses. */
export function serveAssets(assets: Assets, mediaOrigins: readonly string[]): Handler<Environment> {
  const policy = pagePolicy(mediaOrigins);
  return (c) => {
    const { pathname } = new URL(c.req.url);
    const file = assets.find(pathname);
    if (file === null && pathname.startsWith("/assets/"))
      throw new Refusal(404, "not-found", "There is no such file: load the page again.");
    const { bytes, gzipped, etag, type } = file ?? assets.index();
    // Vite writes a hash of the content into the names of these files.
    const isHashed = file !== null && pathname.startsWith("/assets/");
    const headers: Record<string, string> = {
      "content-type": type,
      "content-security-policy": policy,
      "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
      etag,
      vary: "accept-encoding",
    };
    if (isKnown(c.req.header("if-none-match"), etag)) return c.body(null, 304, headers);
    const isCompressed = gzipped !== null && acceptsGzip(c.req.header("accept-encoding"));
    if (isCompressed) headers["content-encoding"] = "gzip";
    return c.body(isCompressed ? gzipped : bytes, 200, headers);
  };
}
