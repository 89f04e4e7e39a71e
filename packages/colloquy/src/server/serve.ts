import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  correctNames,
  listWorkspaces,
  type LoggedWorkspace,
  open,
  type OpenOptions,
  runStamp,
  runState,
} from "../composition/index.ts";
import { ColloquyError } from "../model/index.ts";
import { canonicalHost, folderStamp, isEveryAddress, SharedWorkspace } from "../serving/index.ts";
import { createApp } from "./app.ts";
import { Assets } from "./assets.ts";
import { listenHttp } from "./http.ts";
import { LiveRuns } from "./live-runs.ts";
import { MadeCorrections } from "./made-corrections.ts";
import { MediaLibrary } from "./media/library.ts";
import { Access } from "./security/access.ts";
import { Gate } from "./security/gate.ts";
import { randomSecret } from "./security/secret.ts";
import type { Served } from "./served.ts";
import { Streams } from "./streams.ts";
import { Workspaces } from "./workspaces.ts";

export interface ServeOptions extends Pick<
  Served,
  "version" | "first" | "model" | "answering" | "dataDir" | "outputDir" | "logFile" | "onProblem"
> {
  /** Options for opening the workspaces, such as their servers and models. */
  readonly opening: OpenOptions;
  /** Options for corrections of names: the stores that follow. */
  readonly correcting: Omit<NonNullable<Parameters<typeof correctNames>[1]>, "workspace">;
  readonly host: string;
  /** Null: the usual port, or a free one if it is in use. */
  readonly port: number | null;
  /** Opens sessions, in place of a link; null: there is none. */
  readonly password: string | null;
  /** The token of the link. Default: a random one. */
  readonly token?: string;
  readonly mediaDir: string | null;
  readonly mediaUrl: string | null;
  /** The folder of the built application. Default: that of the package. */
  readonly assets?: string;
}

/** A running server. Disposal ends it. */
export interface Serving extends AsyncDisposable {
  /** The address without the token. */
  readonly address: string;
  /** The address that opens a session. */
  readonly link: string;
  /** Another such address, which works once and soon: other users of the machine may see the address that a program opens. */
  readonly linkForOnce: () => string;
  readonly token: string;
}

export const USUAL_PORT = 8770;
const REOPEN_AFTER_MS = 60_000;
const MOST_WORKSPACES = 1_000;
/** Reads at once; others wait. */
const READS = { most: 20, mostWaiting: 200, longestWaitMs: 10_000 };

/** The folder is at the same place for sources and for the built package. */
const EXPLORER = fileURLToPath(new URL("../../explorer", import.meta.url));

/**
 * Serves the explorer over the workspaces of a folder.
 * @throws ColloquyError `invalid-input` for a missing workspace; `network` if the address cannot be listened on.
 */
export async function serveExplorer(options: ServeOptions): Promise<Serving> {
  const { host, password, token = randomSecret() } = options;
  const now = (): number => performance.now();
  const ending = new AbortController();
  const workspaces = new Workspaces({
    list: async () => namesIn(options.dataDir),
    share: (workspace) => share(workspace, options),
  });
  // A missing workspace is reported at once.
  await (await open(options.first, options.opening))[Symbol.asyncDispose]();
  const served = {
    ...options,
    workspaces,
    correct: (workspace: string, correction: Parameters<typeof correctNames>[0]) =>
      correctNames(correction, { ...options.correcting, workspace }),
    corrections: new MadeCorrections(),
    media: new MediaLibrary({ folder: options.mediaDir, url: options.mediaUrl, now }),
    assets: new Assets(options.assets ?? EXPLORER),
    access: new Access({ token, password, now }),
    ending: ending.signal,
    gate: new Gate(READS),
    streams: new Streams(ending.signal, options.onProblem),
    live: liveRuns(options, workspaces, now),
    now,
  };
  const app = createApp(served);
  const listening = await listenSomewhere(
    (port) => listenHttp({ fetch: app.fetch as never, host, port, onEnd: () => ending.abort() }),
    options.port,
  );
  const address = `http://${isEveryAddress(host) ? "127.0.0.1" : canonicalHost(host)}:${listening.port}/`;
  return {
    address,
    link: `${address}?token=${token}`,
    linkForOnce: () => `${address}?token=${served.access.tokenForOnce()}`,
    token,
    async [Symbol.asyncDispose]() {
      await listening[Symbol.asyncDispose]();
      await workspaces[Symbol.asyncDispose]();
    },
  };
}

async function namesIn(dataDir: string): Promise<readonly string[]> {
  const { items } = await listWorkspaces({ dataDir, limit: MOST_WORKSPACES });
  return items.map(({ name }) => name);
}

function share(workspace: string, { opening, dataDir }: ServeOptions): SharedWorkspace {
  return new SharedWorkspace({
    open: () => open(workspace, opening),
    reopenAfterMs: REOPEN_AFTER_MS,
    now: () => performance.now(),
    stamp: () => folderStamp(join(dataDir, workspace)),
  });
}

function liveRuns(options: ServeOptions, workspaces: Workspaces, now: () => number): LiveRuns {
  const placeOf = (workspace: string): LoggedWorkspace => ({ ...options, workspace });
  return new LiveRuns({
    read: async (workspace) => {
      const { chunks } = await workspaces.use(workspace, (opened) => opened.status());
      return { ...runState(placeOf(workspace)), chunks };
    },
    stamp: (workspace) => `${folderStamp(join(options.dataDir, workspace))}${runStamp(placeOf(workspace))}`,
    now,
  });
}

/** Listens on a given port, or on the usual one, or on a free one if that is in use. */
async function listenSomewhere<Result>(on: (port: number) => Promise<Result>, given: number | null): Promise<Result> {
  if (given !== null) return on(given);
  try {
    return await on(USUAL_PORT);
  } catch (error) {
    if (ColloquyError.isInstance(error) && error.code === "network") return on(0);
    throw error;
  }
}

/** Whether the application was built. */
export function isBuilt(folder = EXPLORER): boolean {
  return existsSync(join(folder, "index.html"));
}
