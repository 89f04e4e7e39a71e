import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { Option } from "commander";
import { MCP_TOKEN_VARIABLE } from "../../config/index.ts";
import type { Served } from "../../mcp/index.ts";
import { ColloquyError } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import type { Invocation } from "../context.ts";
import { loadLibrary } from "../library.ts";
import { libraryOptions, MODEL_KEYS } from "../library-options.ts";
import { numberWithin } from "../own-options.ts";
import { packageVersion } from "../package-version.ts";
import { readingOptions } from "../reading-options.ts";
import { randomSecret } from "../../serving/index.ts";

const LOOPBACK = "127.0.0.1";
const SHORTEST_TOKEN = 16;
const REOPEN_AFTER_MS = 60_000;

export const mcpCommand: CommandDefinition = {
  name: "mcp",
  summary: "let other programs read the workspace, by the Model Context Protocol",
  description:
    "Serves the workspace to clients of the Model Context Protocol, such as assistants and editors: tools, resources and prompts that read and never write. A client starts the command and talks to it over stdin and stdout. With --port it is an HTTP server on this machine; clients need the token that it prints, or the one in COLLOQUY_MCP_TOKEN. Ctrl-C stops it.",
  own: [
    new Option("--port <number>", "serve over HTTP on this port, 0 for any free port").argParser(
      numberWithin("--port", { least: 0, most: 65_535, whole: true }),
    ),
    new Option(
      "--host <address>",
      `address of the HTTP server; others than this machine can reach it if it is not loopback (default: ${LOOPBACK})`,
    ),
  ],
  examples: ["colloquy mcp --workspace talks", "colloquy mcp --workspace talks --port 8765"],
  needsConfiguration: true,
  run: async (invocation) => {
    const { own, interruption } = invocation;
    if (own.host !== undefined && own.port === undefined)
      throw new ColloquyError("invalid-input", "--host is for the HTTP server: give --port, too, or leave --host out.");
    const [{ open }, { folderStamp, SharedWorkspace }] = await Promise.all([
      loadLibrary(),
      import("../../serving/index.ts"),
    ]);
    const options = { ...libraryOptions(invocation, MODEL_KEYS), ...readingOptions(invocation) };
    const { dataDir, workspace } = invocation.options;
    await using shared = new SharedWorkspace({
      open: () => open(workspace, options),
      reopenAfterMs: REOPEN_AFTER_MS,
      now: () => performance.now(),
      stamp: () => folderStamp(join(dataDir, workspace)),
    });
    // A missing workspace is reported at once.
    await shared.use(async () => {});
    const served: Served = {
      shared,
      workspace,
      version: packageVersion(),
      onProblem: (sentence) => note(invocation, sentence),
    };
    interruption.endCleanly(() => {});
    await (own.port === undefined ? serveStreams(invocation, served) : serveAddress(invocation, served));
    return interruption.exitCode ?? 0;
  },
};

async function serveStreams(invocation: Invocation, served: Served): Promise<void> {
  const { input, output, interruption } = invocation;
  if (input === undefined)
    throw new ColloquyError("invalid-input", "There is no stdin: give --port for an HTTP server.");
  const { serveStdio } = await import("../../mcp/index.ts");
  note(invocation, `Serving workspace ${served.workspace} on stdin and stdout; Ctrl-C stops it.`);
  await serveStdio(served, {
    input: input as Readable,
    output: output.stream as Writable,
    signal: interruption.signal,
  });
}

async function serveAddress(invocation: Invocation, served: Served): Promise<void> {
  const { own, interruption, messages } = invocation;
  const { serveHttp } = await import("../../mcp/index.ts");
  const { token, isGiven } = tokenOf(invocation);
  const host = (own.host as string | undefined) ?? LOOPBACK;
  // Node would listen on every address.
  if (host.trim() === "")
    throw new ColloquyError("invalid-input", "The address to listen on is empty: give --host an address, or omit it.");
  await using server = await serveHttp(served, { port: own.port as number, host, token });
  const shown = isGiven ? `the token in ${MCP_TOKEN_VARIABLE}` : `token ${token}`;
  // It is printed with --quiet, too, because it is needed.
  await messages.write(
    `colloquy: Serving workspace ${served.workspace} at ${server.url} with ${shown}; Ctrl-C stops it.\n`,
  );
  const { signal } = interruption;
  if (!signal.aborted)
    await new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true }));
}

/** @throws ColloquyError `configuration` for a given token that is easily guessed. */
function tokenOf({ configuration }: Invocation): { readonly token: string; readonly isGiven: boolean } {
  const given = configuration.environment[MCP_TOKEN_VARIABLE];
  if (given === undefined || given === "") return { token: randomSecret(), isGiven: false };
  if (/^\S+$/.test(given) && given.length >= SHORTEST_TOKEN) return { token: given, isGiven: true };
  throw new ColloquyError(
    "configuration",
    `${MCP_TOKEN_VARIABLE} must have at least ${SHORTEST_TOKEN} characters and no spaces: set a longer one, or unset it for a random token.`,
  );
}

function note({ options, messages }: Invocation, sentence: string): void {
  if (!options.quiet) void messages.write(`colloquy: ${sentence}\n`);
}
