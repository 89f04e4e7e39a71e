import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  correctNames,
  DEFAULT_WORKSPACE,
  hasWorkspace,
  listWorkspaces,
  type LoggedWorkspace,
  open,
  type OpenOptions,
  runStamp,
  runState,
} from "../composition/index.ts";
import { ColloquyError } from "../model/index.ts";
import { canonicalHost, folderStamp, isEveryAddress, randomSecret, SharedWorkspace } from "../serving/index.ts";
import { createApp } from "./app.ts";
import { Assets, NOT_BUILT } from "./assets.ts";
import { Corrections } from "./corrections.ts";
import { CountedTranscripts } from "./counted-transcripts.ts";
import { listenHttp, type Listening } from "./http.ts";
import { LiveRuns } from "./live-runs.ts";
import { MediaLibrary } from "./media/library.ts";
import { problemOf } from "./problem.ts";
import { Access } from "./security/access.ts";
import { Gate } from "./security/gate.ts";
import { checkedPublicUrl } from "./security/public-url.ts";
import type { Served } from "./served.ts";
import { Streams } from "./streams.ts";
import { Workspaces } from "./workspaces.ts";

export interface ServeOptions extends Pick<
  Served,
  "version" | "first" | "model" | "answering" | "dataDir" | "outputDir" | "host" | "onProblem"
> {
  /** The log, if it is not in `outputDir`. */
  readonly logFile: string | null;
  /** Options for opening the workspaces, such as their servers and models. */
  readonly opening: OpenOptions;
  /** Options for corrections of names, such as the stores that follow. */
  readonly correcting: NonNullable<Parameters<typeof correctNames>[1]>;
  /** Null: the usual port, or a free one if it is in use. */
  readonly port: number | null;
  /** Opens sessions, as the link does; null: there is none. */
  readonly password: string | null;
  /** The address by which people reach the server through a proxy; null: there is none. */
  readonly publicUrl: string | null;
  /** The folder, and the address, of recordings. */
  readonly mediaDir: string | null;
  readonly mediaUrl: string | null;
  /** The folder of the built application. Default: that of the package. */
  readonly assets?: string;
  /** Milliseconds of a monotonic clock. Default: that of the process. */
  readonly now?: () => number;
}

/** A running server. Disposal ends it. */
export interface Serving extends AsyncDisposable {
  /** The address without the token: the public one, if there is one. */
  readonly address: string;
  /** The address on this machine, to which a proxy leads. */
  readonly localAddress: string;
  /** The address that opens a session. */
  readonly link: string;
  /** Another such address, which works once and soon: other users of the machine may see the address that a program opens. */
  readonly linkForOnce: () => string;
  readonly token: string;
}

const USUAL_PORT = 8770;
const REOPEN_AFTER_MS = 60_000;
const MOST_WORKSPACES = 1_000;
/** Reads at once; others wait. */
const READS = { most: 20, mostWaiting: 200, longestWaitMs: 10_000 };

/** At the same place for the sources and for the built package. */
const EXPLORER = fileURLToPath(new URL("../../explorer", import.meta.url));

/**
 * Serves the explorer over the workspaces of a folder.
 * @throws ColloquyError `invalid-input` for a missing workspace, a wrong public address, and wrong places of recordings;
 *   `network` if the address cannot be listened on.
 */
export async function serveExplorer(options: ServeOptions): Promise<Serving> {
  const { first, host, port, password, now = () => performance.now() } = options;
  const token = randomSecret();
  const ending = new AbortController();
  const publicUrl = options.publicUrl === null ? null : checkedPublicUrl(options.publicUrl);
  await requireOne(options);
  const access = new Access({ token, password, now });
  const served = servedBy(options, { access, publicUrl, now, ending: ending.signal });
  const { fetch } = createApp(served);
  const listening = await listenOn(port, (chosen) =>
    listenHttp({ fetch, host, port: chosen, onEnd: () => ending.abort() }),
  );
  if (served.assets.find("/index.html") === null) options.onProblem(NOT_BUILT);
  const localAddress = `http://${isEveryAddress(host) ? "127.0.0.1" : canonicalHost(host)}:${listening.port}/`;
  const address = publicUrl?.href ?? localAddress;
  const start = first === null ? address : `${address}w/${first}`;
  return {
    address,
    localAddress,
    link: `${start}?token=${token}`,
    linkForOnce: () => `${start}?token=${access.tokenForOnce()}`,
    token,
    async [Symbol.asyncDispose]() {
      await listening[Symbol.asyncDispose]();
      await served.corrections[Symbol.asyncDispose]();
      await served.workspaces[Symbol.asyncDispose]();
    },
  };
}

/** @param ending is aborted when the server ends. */
function servedBy(
  options: ServeOptions,
  given: Pick<Served, "access" | "publicUrl" | "now"> & { readonly ending: AbortSignal },
): Served {
  const { dataDir, opening, correcting, mediaDir, mediaUrl, onProblem } = options;
  const { now, ending } = given;
  const stamp = (workspace: string): string => folderStamp(join(dataDir, workspace));
  const workspaces = new Workspaces({
    list: () => namesIn(dataDir),
    exists: (workspace) => hasWorkspace(dataDir, workspace),
    share: (workspace) =>
      new SharedWorkspace({
        open: () => open(workspace, opening),
        reopenAfterMs: REOPEN_AFTER_MS,
        now,
        stamp: () => stamp(workspace),
      }),
  });
  const transcripts = new CountedTranscripts({
    count: (workspace) => countTranscripts(workspace, opening),
    stamp,
    onError: (error) => onProblem(problemOf(error).message),
    signal: ending,
  });
  return {
    ...options,
    ...given,
    workspaces,
    transcripts,
    corrections: new Corrections(correctNames, correcting),
    media: new MediaLibrary({ folder: mediaDir, url: mediaUrl, now, onProblem }),
    assets: new Assets(options.assets ?? EXPLORER),
    gate: new Gate(READS),
    streams: new Streams(ending, onProblem),
    live: liveRuns(options, { workspaces, stamp, now }),
  };
}

/** @throws ColloquyError `invalid-input` if the first workspace is missing, or if there is none. */
async function requireOne({ dataDir, first, opening }: ServeOptions): Promise<void> {
  if (first === null && (await namesIn(dataDir)).length > 0) return;
  await using _opened = await open(first ?? DEFAULT_WORKSPACE, opening);
}

async function namesIn(dataDir: string): Promise<readonly string[]> {
  const { items } = await listWorkspaces({ dataDir, limit: MOST_WORKSPACES });
  return items.map(({ name }) => name);
}

async function countTranscripts(workspace: string, opening: OpenOptions): Promise<number> {
  await using opened = await open(workspace, opening);
  return (await opened.progress()).transcripts;
}

function liveRuns(
  { dataDir, outputDir, logFile }: ServeOptions,
  { workspaces, stamp, now }: Pick<Served, "workspaces" | "now"> & { readonly stamp: (workspace: string) => string },
): LiveRuns {
  const placeOf = (workspace: string): LoggedWorkspace => ({ workspace, dataDir, outputDir, logFile });
  return new LiveRuns({
    read: async (workspace) => {
      const [{ chunks, transcripts }, graph] = await workspaces.use(workspace, (opened) =>
        // A server of the graph that is down must not hide the run.
        Promise.all([opened.progress(), opened.explore.version().catch(() => null)]),
      );
      const state = runState(placeOf(workspace));
      return { ...state, chunks, version: JSON.stringify([state.run?.runId, transcripts, graph]) };
    },
    stamp: (workspace) => `${stamp(workspace)}${runStamp(placeOf(workspace))}`,
    now,
  });
}

/** Listens on a given port, or else on the usual one, or on a free one if that is in use. */
async function listenOn(given: number | null, listen: (port: number) => Promise<Listening>): Promise<Listening> {
  if (given !== null) return listen(given);
  try {
    return await listen(USUAL_PORT);
  } catch (error) {
    if (ColloquyError.isInstance(error) && error.code === "network") return listen(0);
    throw error;
  }
}
