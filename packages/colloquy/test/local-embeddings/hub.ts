import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A server with the part of the hub's API that a fetch uses. */
export interface Hub extends AsyncDisposable {
  readonly url: string;
  /** The paths that were requested. */
  readonly requests: readonly string[];
}

export interface HubOptions {
  /** `OWNER/NAME` of its only model, and the folder with the model's files. */
  readonly id: string;
  readonly folder: string;
  /** Changes the content of a file on its way. */
  readonly damage?: (file: string, content: Buffer) => Buffer;
  readonly licence?: string;
}

/** Starts a hub on a free port of this machine. Files in subfolders have a checksum, as large files of the hub have. */
export async function startHub({ id, folder, damage = (_, content) => content, licence }: HubOptions): Promise<Hub> {
  const requests: string[] = [];
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  const siblings = files.map((rfilename) => {
    const content = readFileSync(join(folder, rfilename));
    const lfs = rfilename.includes("/") ? { lfs: { sha256: createHash("sha256").update(content).digest("hex") } } : {};
    return { rfilename, size: content.length, ...lfs };
  });
  const server = createServer(({ url = "" }, response) => {
    requests.push(url);
    if (url === `/api/models/${id}?blobs=true`)
      return response.end(JSON.stringify({ sha: "abc123", cardData: { license: licence }, siblings }));
    const file = files.find((name) => url === `/${id}/resolve/abc123/${name}`);
    if (file === undefined) return response.writeHead(404).end();
    return response.end(damage(file, readFileSync(join(folder, file))));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
