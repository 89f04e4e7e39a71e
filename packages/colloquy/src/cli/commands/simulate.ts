import { resolve } from "node:path";
import { Option } from "commander";
import { readRegularFile, textOf } from "../../files/index.ts";
import { ColloquyError, describeSystemError } from "../../model/index.ts";
import type { SimulatedServer, Simulation, SimulationOptions } from "@colloquy/simulated-provider";
import type { CommandDefinition, RawCall } from "../command-definition.ts";
import { jsonLine } from "../json-line.ts";
import { numberWithin } from "../own-options.ts";
import { renderAccounts, renderProgress, renderWelcome } from "../views/simulation.ts";

const DEFAULT_PORT = 8090;
const PROGRESS_EVERY_MS = 10_000;
/** Larger files are refused. */
const LARGEST_SCRIPT = 1_000_000;

export const simulateCommand: CommandDefinition = {
  name: "simulate",
  summary: "start a simulated provider for trial runs, without key and cost",
  description:
    "Starts a simulated provider of language and embedding models on this machine. It has OpenAI's interface, and the limits, latencies and faults of a real provider. Simple rules make the replies, which are only useful for a trial run. Ctrl-C stops it.",
  own: [
    new Option("--port <number>", `port of the server, 0 for any free port (default: ${DEFAULT_PORT})`).argParser(
      numberWithin("--port", { least: 0, most: 65_535, whole: true }),
    ),
    new Option("--rpm <number>", "chat requests per minute, or unlimited (default: 500)").argParser(limit("--rpm")),
    new Option("--tpm <number>", "chat tokens per minute, or unlimited (default: 200000)").argParser(limit("--tpm")),
    new Option("--embedding-rpm <number>", "embedding requests per minute, or unlimited (default: 3000)").argParser(
      limit("--embedding-rpm"),
    ),
    new Option("--embedding-tpm <number>", "embedding tokens per minute, or unlimited (default: 1000000)").argParser(
      limit("--embedding-tpm"),
    ),
    new Option("--seed <word>", "seed of the latencies and faults (default: 1)"),
    new Option("--faults <which>", "faults at random (default: usual)").choices(["none", "usual"]),
    new Option("--time-scale <number>", "divisor of the latencies; limits do not change (default: 1)").argParser(
      numberWithin("--time-scale", { least: 0.001 }),
    ),
    new Option(
      "--charge <rule>",
      "tokens that a call is charged: the larger of max_tokens and prompt, their sum, or the prompt (default: max)",
    ).choices(["max", "sum", "input"]),
    new Option("--window <seconds>", "period in which limits are enforced, at most 60 (default: 60)").argParser(
      numberWithin("--window", { least: 0.1, most: 60 }),
    ),
    new Option("--headers <style>", "limit headers: complete, none, or all -1 (default: full)").choices([
      "full",
      "absent",
      "-1",
    ]),
    new Option("--output-tokens <number>", "output tokens in the usage of each chunk (default: 220)").argParser(
      numberWithin("--output-tokens", { least: 1, whole: true }),
    ),
    new Option("--script <file>", "YAML or JSON file with these options and others: storms, outages, poisoned words"),
  ],
  takesConfigurationFile: false,
  examples: [
    "colloquy simulate",
    "colloquy simulate --rpm 5000 --tpm 2000000 --faults none",
    "colloquy simulate --script storm.yaml --port 8091",
  ],
  needsConfiguration: false,
  run: async (call) => {
    const { checkSimulation } = await import("@colloquy/simulated-provider");
    const { server, options } = await start(call).catch(rethrowForUsers);
    await using _serving = server;
    await printStart(call, server, checkSimulation(options));
    await untilInterrupted(call, server);
    if (call.flags.json === true) await call.output.write(jsonLine(server.accounts));
    else if (call.flags.quiet !== true) await call.output.write(`\n${renderAccounts(server.accounts, call.output)}`);
    return 0;
  },
};

async function start(
  call: RawCall,
): Promise<{ readonly server: SimulatedServer; readonly options: SimulationOptions }> {
  const { startSimulatedProvider } = await import("@colloquy/simulated-provider");
  const options = await optionsOf(call);
  const port = (call.own.port as number | undefined) ?? DEFAULT_PORT;
  return { server: await startSimulatedProvider(options, { port, keepLog: false }), options };
}

/** Converts errors of the provider's package to errors with an exit code. */
async function rethrowForUsers(error: unknown): Promise<never> {
  const { SimulationError } = await import("@colloquy/simulated-provider");
  if (!(error instanceof SimulationError)) throw error;
  const code = error.subject === "port" ? "invalid-input" : "configuration";
  const wayOut = error.subject === "port" ? " Choose another one with --port." : "";
  throw new ColloquyError(code, `${error.message}${wayOut}`, { cause: error });
}

/** The options of the script and the flags. A flag has precedence. */
async function optionsOf({ own, cwd }: RawCall): Promise<SimulationOptions> {
  const { port: _port, script, window, outputTokens, ...flags } = own;
  return {
    faults: "usual",
    ...(typeof script === "string" ? await scriptOf(script, cwd) : {}),
    ...flags,
    ...(window === undefined ? {} : { windowSeconds: window as number }),
    ...(outputTokens === undefined ? {} : { outputTokensPerChunk: outputTokens as number }),
  };
}

async function scriptOf(file: string, cwd: string): Promise<SimulationOptions> {
  const { readScript } = await import("../simulation-script.ts");
  try {
    const limits = { largest: LARGEST_SCRIPT, tooLarge: () => "it is larger than a megabyte" };
    return readScript(textOf(readRegularFile(resolve(cwd, file), limits)), file);
  } catch (error) {
    if (ColloquyError.isInstance(error)) throw error;
    throw new ColloquyError(
      "invalid-input",
      `The script ${file} cannot be read (${describeSystemError(error)}); give another file with --script.`,
      { cause: error },
    );
  }
}

const now = (): string => new Date().toISOString();

/** Prints the address and the limits, as text or as an event. */
async function printStart(
  { flags, output, messages }: RawCall,
  { url }: SimulatedServer,
  { rpm, tpm, embeddingRpm, embeddingTpm }: Simulation,
): Promise<void> {
  const limits = { rpm, tpm, embeddingRpm, embeddingTpm };
  if (flags.json === true) await output.write(jsonLine({ event: "provider.started", time: now(), url, ...limits }));
  else if (flags.quiet !== true) await messages.write(renderWelcome(url, limits, messages));
}

/** Prints the progress after each change. Resolves at Ctrl-C. */
async function untilInterrupted(
  { flags, output, messages, interruption }: RawCall,
  server: SimulatedServer,
): Promise<void> {
  const startedAt = performance.now();
  let shown = 0;
  const printProgress = (): void => {
    const { chat, embeddings } = server.accounts;
    const calls = chat.calls + embeddings.calls + chat.complete + embeddings.complete;
    if (calls === shown) return;
    shown = calls;
    if (flags.json === true) void output.write(jsonLine({ event: "provider.progress", time: now(), chat, embeddings }));
    else void messages.write(renderProgress(server.accounts, (performance.now() - startedAt) / 1000));
  };
  const timer = flags.quiet === true ? undefined : setInterval(printProgress, PROGRESS_EVERY_MS);
  interruption.endCleanly(() => {});
  await new Promise<void>((done) => interruption.signal.addEventListener("abort", () => done(), { once: true }));
  clearInterval(timer);
}

function limit(flag: string): (text: string) => number | "unlimited" {
  return (text) => {
    if (text === "unlimited") return text;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1) return value;
    throw new ColloquyError(
      "invalid-input",
      `${flag} is '${text}', but must be a whole number of at least 1, or unlimited.`,
    );
  };
}
