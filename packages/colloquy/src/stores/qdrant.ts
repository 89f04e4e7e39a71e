import { z } from "zod";
import type { QdrantSettings } from "../adapters/qdrant/index.ts";
import { type Option, WITH_VECTORS } from "../options/index.ts";
import type { VectorStore } from "../ports/index.ts";
import { redact } from "../text/index.ts";
import {
  isAddress,
  isReadable,
  nameOfAddress,
  secretOf,
  type Server,
  valueOf,
  type WithEnvironment,
} from "./server.ts";

/** The options of a Qdrant, for writing and for reading. */
export interface QdrantOptions {
  /** The address of a Qdrant, such as `http://127.0.0.1:6333`. Default: `QDRANT_URL`. */
  readonly qdrantUrl?: string;
  /** Several workspaces may share a collection. Default: `{workspace}_chunks`. */
  readonly qdrantCollection?: string;
}

const UNENCRYPTED = ["http:"];
const SCHEMES = [...UNENCRYPTED, "https:"];

const OPTIONS = {
  qdrantUrl: {
    schema: z.string().refine((text) => isAddress(text, SCHEMES)),
    expected:
      "an address such as `http://127.0.0.1:6333` or `https://name.cloud.qdrant.io:6333`, without a user name and a password in it (QDRANT_API_KEY holds the key)",
    value: "address",
    help: "Qdrant server for the vectors (default: QDRANT_URL; if unset, a file)",
    commands: WITH_VECTORS,
    variable: "QDRANT_URL",
    comment: `A Qdrant for the vectors. Without an address the vectors are a file in the workspace's folder. The environment
variable QDRANT_URL also sets it. QDRANT_API_KEY is read only from the environment and from .env.`,
    example: "http://127.0.0.1:6333",
  },
  qdrantCollection: {
    schema: z.string().regex(/^[^<>:"/\\|?*\u0000-\u001F]{1,255}$/),
    expected: 'the name of a collection of at most 255 characters, without < > : " / \\ | ? *',
    value: "name",
    help: "Qdrant collection (default: {workspace}_chunks)",
    commands: WITH_VECTORS,
    example: "default_chunks",
  },
} as const satisfies Record<keyof QdrantOptions, Option>;

export const qdrant = {
  name: "qdrant",
  title: "Qdrant",
  holds: "vectors",
  options: OPTIONS,
  address: "qdrantUrl",
  secrets: ["QDRANT_API_KEY"],
  encryptedAddress: "an https:// address",

  settings(given: QdrantOptions & WithEnvironment) {
    const url = valueOf("qdrantUrl", OPTIONS.qdrantUrl, given);
    if (url === null) return null;
    return {
      url,
      named: nameOfAddress("qdrantUrl", OPTIONS.qdrantUrl, url, given),
      apiKey: secretOf("QDRANT_API_KEY", given),
      collection: valueOf("qdrantCollection", OPTIONS.qdrantCollection, given),
    };
  },

  describe: ({ url, collection }, workspace) =>
    `Qdrant at ${redact(url)}, collection ${collection ?? `${workspace}_chunks`}`,

  async open(settings, { workspace, onRetry, retryMs }) {
    const { openQdrantVectorStore } = await import("../adapters/qdrant/index.ts");
    const { analyse } = await import("../analysis/index.ts");
    const limit = retryMs === undefined ? {} : { retryMs };
    return openQdrantVectorStore(settings, { workspace, analyse, onRetry, ...limit });
  },

  async check(settings, { workspace, vectors }) {
    const { checkQdrant } = await import("../adapters/qdrant/index.ts");
    const { version, hasCollection } = await checkQdrant(settings, { workspace, vectors: await vectors() });
    const { apiKey, url } = settings;
    return {
      version,
      asWhom: apiKey === null ? "without a key" : "by QDRANT_API_KEY",
      isNew: hasCollection === false,
      isReadable: apiKey !== null && isReadable(url, UNENCRYPTED),
    };
  },
} as const satisfies Server<QdrantSettings, VectorStore>;
