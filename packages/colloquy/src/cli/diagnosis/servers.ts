import { resolve } from "node:path";
import type { Configuration } from "../../config/index.ts";
import { optionName } from "../../options/index.ts";
import { loadLibrary, type ServerFinding } from "../library.ts";
import { SERVERS } from "../../stores/index.ts";
import { libraryOptions, STORE_KEYS } from "../library-options.ts";
import type { Finding } from "./finding.ts";

/** Checks the connections to the configured servers. Notes secrets without a server, and unencrypted connections. */
export async function checkServers(configuration: Configuration, cwd: string): Promise<readonly Finding[]> {
  const { options } = configuration;
  const { checkStores } = await loadLibrary();
  const { servers, idleSecrets } = await checkStores(options.workspace, {
    ...libraryOptions({ options, configuration }, STORE_KEYS),
    dataDir: resolve(cwd, options.dataDir),
    ...(options.ontology === undefined ? {} : { ontology: resolve(cwd, options.ontology) }),
  });
  const findings = servers.flatMap(findingsOf);
  if (idleSecrets.length === 0) return findings;
  const addresses = SERVERS.map(({ address, options: known }) => known[address]?.variable ?? optionName(address));
  const message = `${idleSecrets.join(", ")}: set, but no server is named (${[...new Set(addresses)].join(", ")}), so it is not used.`;
  return [...findings, { name: "servers", state: "note", message }];
}

function findingsOf(found: ServerFinding): readonly Finding[] {
  const { server: name } = found;
  if (found.fault !== null) return [{ name, state: "fault", message: found.fault }];
  const missing = found.isNew ? " (a run makes it)" : "";
  const reached: Finding = { name, state: "ok", message: `${found.version}, ${found.text}${missing}, ${found.asWhom}` };
  if (!found.isReadable) return [reached];
  const message = `the secret is sent to another machine unencrypted; ${found.encryptedAddress} encrypts it.`;
  return [reached, { name, state: "note", message }];
}
