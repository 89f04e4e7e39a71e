import { type Configuration, loadConfiguration } from "../../config/index.ts";
import type { RawCall } from "../command-definition.ts";
import { describeFailure } from "../failure.ts";
import { checkEmbeddedStores } from "./embedded-stores.ts";
import type { Finding } from "./finding.ts";
import { checkTranscriptsFolder, checkWritableFolder } from "./folders.ts";
import { checkModels } from "./models.ts";
import { checkPrices } from "./prices.ts";
import { checkServers } from "./servers.ts";
import { checkTraces } from "./traces.ts";
import { checkWorkspace } from "./workspace.ts";

export type { Finding } from "./finding.ts";

const NEEDED_NODE = [22, 19] as const;

/** Checks everything that a run needs. Changes nothing. */
export async function diagnose(call: RawCall): Promise<readonly Finding[]> {
  const configuration = readConfiguration(call);
  const findings = [checkNode(process.versions.node), await checkEmbeddedStores()];
  if ("state" in configuration) return [...findings, configuration];
  const { options } = configuration;
  const servers = await checkServers(configuration, call.cwd);
  return [
    ...findings,
    {
      name: "configuration",
      state: "ok",
      message: configuration.file ?? "no colloquy.yaml in this folder; flags, environment and defaults apply",
    },
    ...configuration.warnings.map((message): Finding => ({ name: "environment", state: "note", message })),
    checkTranscriptsFolder(options.transcriptsDir, call.cwd),
    await checkWritableFolder("data folder", options.dataDir, "--data-dir", call.cwd),
    await checkWritableFolder("output folder", options.outputDir, "--output-dir", call.cwd),
    ...(await checkWorkspace(
      configuration,
      servers.some(({ state }) => state === "fault"),
      call.cwd,
    )),
    ...(await checkModels(configuration)),
    ...(await checkPrices(configuration)),
    ...servers,
    ...(await checkTraces(configuration)),
  ];
}

function readConfiguration(call: RawCall): Configuration | Finding {
  try {
    return loadConfiguration({ ...call, file: call.configurationFile });
  } catch (error) {
    return { name: "configuration", state: "fault", message: describeFailure(error).sentence };
  }
}

function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isEnough = major > NEEDED_NODE[0] || (major === NEEDED_NODE[0] && minor >= NEEDED_NODE[1]);
  return isEnough
    ? { name: "Node", state: "ok", message: version }
    : {
        name: "Node",
        state: "fault",
        message: `${version} is too old; install ${NEEDED_NODE.join(".")} or newer from https://nodejs.org.`,
      };
}
