import { Option } from "commander";
import { DEFAULTS, optionsOf, SERVE_PASSWORD_VARIABLE } from "../../config/index.ts";
import { ColloquyError, printable } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import type { Invocation } from "../context.ts";
import { jsonLine } from "../json-line.ts";
import { libraryOptions, MODEL_KEYS } from "../library-options.ts";
import { openBrowser } from "../open-browser.ts";
import { numberWithin } from "../own-options.ts";
import { packageVersion } from "../package-version.ts";
import { readingOptions } from "../reading-options.ts";
import { isLoopback } from "../../serving/index.ts";

const LOOPBACK = "127.0.0.1";
const SHORTEST_PASSWORD = 12;

export const serveCommand: CommandDefinition = {
  name: "serve",
  summary: "look into the workspaces in the browser",
  description:
    "Serves the explorer, a web application over the workspaces of the data folder: transcripts, people, entities, the graph, search, answers and runs. It prints a link for the browser; whoever has the link may read the workspaces and correct names. --workspace names the workspace that is shown at first. Ctrl-C stops it. Only this machine can reach it, unless --host or --public-url says otherwise; then the password in COLLOQUY_SERVE_PASSWORD is needed.",
  own: [
    new Option(
      "--port <number>",
      "port of the server, 0 for any free port (default: 8770, or a free one if it is in use)",
    ).argParser(numberWithin("--port", { least: 0, most: 65_535, whole: true })),
    new Option(
      "--host <address>",
      `address of the server; other machines can reach it if it is not loopback (default: ${LOOPBACK})`,
    ),
    new Option(
      "--public-url <address>",
      "address by which people reach the server through a proxy, such as https://talks.example.org",
    ),
    new Option("--open", "open the link in the browser (default: if stdout is a terminal)"),
    new Option("--no-open", "only print the link"),
    new Option(
      "--media-dir <folder>",
      "folder of audio and video files; a file with the path or the name of a transcript is its recording",
    ),
    new Option(
      "--media-url <address>",
      "address of the recordings without a file: {name} is the name of a transcript without its extension, {path} its path",
    ),
  ],
  examples: [
    "colloquy serve --workspace talks",
    "colloquy serve --media-dir ./recordings --model openai:gpt-4o-mini --max-cost 0.05",
  ],
  needsConfiguration: true,
  run: async (invocation) => {
    const { options, own, flags, interruption, messages, output } = invocation;
    const host = hostOf(invocation);
    const publicUrl = (own.publicUrl as string | undefined) ?? null;
    // Without a name, a person chooses one. The file that `init` writes names the default one.
    const workspace = flags.workspace ?? (options.workspace === DEFAULTS.workspace ? null : options.workspace);
    const { serveExplorer } = await import("../../server/index.ts");
    const { environment: _environment, ...answering } = libraryOptions(invocation, [
      "timeout",
      "giveUpAfter",
      "maxCost",
      "prices",
      "traceContent",
    ]);
    await using server = await serveExplorer({
      version: packageVersion(),
      first: workspace,
      model: options.model ?? null,
      answering,
      dataDir: options.dataDir,
      outputDir: options.outputDir,
      logFile: options.logFile ?? null,
      opening: { ...libraryOptions(invocation, [...MODEL_KEYS, "contextWindow"]), ...readingOptions(invocation) },
      correcting: libraryOptions(
        invocation,
        optionsOf("merge").filter((key) => key !== "workspace"),
      ),
      host,
      publicUrl,
      port: (own.port as number | undefined) ?? null,
      password: passwordFor(host, publicUrl, invocation),
      mediaDir: (own.mediaDir as string | undefined) ?? null,
      mediaUrl: (own.mediaUrl as string | undefined) ?? null,
      onProblem: (sentence) => void messages.write(`colloquy: ${printable(sentence)}\n`),
    });
    interruption.endCleanly(() => {});
    const { link, address, localAddress, token } = server;
    await output.write(options.json ? jsonLine({ event: "serving", link, address, token, workspace }) : `${link}\n`);
    if (!options.quiet && !options.json)
      await messages.write(
        `colloquy: Open the link in a browser; Ctrl-C stops the server.${publicUrl === null ? "" : ` The proxy must lead to ${localAddress}`}\n`,
      );
    if (own.open === true || (own.open === undefined && output.isTerminal)) {
      const isOpen = await openBrowser(server.linkForOnce(), invocation.environment);
      if (!isOpen && own.open === true)
        await messages.write("colloquy: There is no browser here: open the link yourself.\n");
    }
    const { signal } = interruption;
    if (!signal.aborted)
      await new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true }));
    return interruption.exitCode ?? 0;
  },
};

/** @throws ColloquyError `invalid-input` for an empty address: Node would listen on every address. */
function hostOf({ own }: Invocation): string {
  const host = (own.host as string | undefined) ?? LOOPBACK;
  if (host.trim() !== "") return host;
  throw new ColloquyError("invalid-input", "The address to listen on is empty: give --host an address, or omit it.");
}

/** @throws ColloquyError `configuration` for a missing or short password, if other machines can reach the server. */
function passwordFor(host: string, publicUrl: string | null, { configuration }: Invocation): string | null {
  const password = configuration.environment[SERVE_PASSWORD_VARIABLE] ?? "";
  if (password.length >= SHORTEST_PASSWORD) return password;
  // The server refuses a wrong address.
  const isPublic = publicUrl !== null && !isLoopback(URL.parse(publicUrl)?.hostname ?? "localhost");
  if (password === "" && isLoopback(host) && !isPublic) return null;
  const [address, option] = isPublic ? [publicUrl, "--public-url"] : [host, "--host"];
  throw new ColloquyError(
    "configuration",
    password === ""
      ? `Other machines can reach ${address}: set ${SERVE_PASSWORD_VARIABLE} to a password of at least ${SHORTEST_PASSWORD} characters, or leave out ${option}.`
      : `${SERVE_PASSWORD_VARIABLE} must have at least ${SHORTEST_PASSWORD} characters: set a longer one.`,
  );
}
