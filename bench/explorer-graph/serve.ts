import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { graphRequest } from "../../packages/colloquy/src/api/index.ts";
import type { GraphReader } from "../../packages/colloquy/src/ports/index.ts";
import { choosePart, pathBetween } from "../../packages/colloquy/src/retrieval/index.ts";
import { pagePolicy } from "../../packages/colloquy/src/server/security/headers.ts";
import { REPOSITORY } from "../report.ts";
import { WORKSPACE } from "./fill-graph.ts";

const BUILT = path.join(REPOSITORY, "packages", "colloquy", "explorer");
const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".html": "text/html",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const SESSION = { version: "bench", workspaces: [{ workspace: WORKSPACE, transcripts: 2_000 }], model: null };

/**
 * Serves the built explorer over a graph store, with what the graph needs of the API. A workspace with a ledger of that size
 * would take hours to make.
 */
export async function serveExplorer(graph: GraphReader): Promise<AsyncDisposable & { readonly url: string }> {
  if (!existsSync(path.join(BUILT, "index.html")))
    throw new Error("Build the explorer first: npm run build -w @colloquy/explorer");
  const sources = { graph, search: async () => [] };
  const answer = async (request: IncomingMessage, url: URL): Promise<unknown> => {
    if (url.pathname.endsWith("/session")) return SESSION;
    if (url.pathname.endsWith("/graph"))
      return choosePart(sources, graphRequest.parse(JSON.parse(await bodyOf(request))));
    if (url.pathname.endsWith("/path"))
      return pathBetween(graph, [url.searchParams.get("from") ?? "", url.searchParams.get("to") ?? ""], {});
    return { entities: [], transcripts: [] };
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname.startsWith("/api/")) {
      void answer(request, url).then((found) =>
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(found)),
      );
      return;
    }
    const file = path.join(BUILT, url.pathname);
    const found = path.extname(file) !== "" && existsSync(file) ? file : path.join(BUILT, "index.html");
    response
      .writeHead(200, {
        "content-type": TYPES[path.extname(found)] ?? "application/octet-stream",
        "content-security-policy": pagePolicy([]),
      })
      .end(readFileSync(found));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const piece of request) body += String(piece);
  return body;
}
