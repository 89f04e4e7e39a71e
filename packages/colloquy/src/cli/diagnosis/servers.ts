import { resolve } from "node:path";
import type { Configuration } from "../../config/index.ts";
import { loadLibrary, type ServerFinding } from "../library.ts";
import { storeOptions } from "../store-options.ts";
import type { Finding } from "./finding.ts";

/** Checks the connections to the configured servers. Notes secrets without a server, and unencrypted connections. */
export async function checkServers(configuration: Configuration, cwd: string): Promise<readonly Finding[]> {
  const { options } = configuration;
  const { checkStores } = await loadLibrary();
  const { servers, idleSecrets } = await checkStores(options.workspace, {
    ...storeOptions({ options, configuration }),
    dataDir: resolve(cwd, options.dataDir),
    ...(options.ontology === undefined ? {} : { ontology: resolve(cwd, options.ontology) }),
  });
  const findings = servers.flatMap(findingsOf);
  if (idleSecrets.length === 0) return findings;
  const message = `${idleSecrets.join(", ")}: set, but no server is named (NEO4J_URI, QDRANT_URL), so it is not used.`;
  return [...findings, { name: "servers", state: "note", message }];
}

function findingsOf(found: ServerFinding): readonly Finding[] {
  const { server: name } = found;
  if (found.fault !== null) return [{ name, state: "fault", message: found.fault }];
  const missing = found.isMissing === null ? "" : " (a run makes it)";
  const reached: Finding = { name, state: "ok", message: `${found.version}, ${found.text}${missing}, ${found.asWhom}` };
  if (!found.isReadable) return [reached];
  const scheme = name === "Neo4j" ? "an address with +s" : "an https:// address";
  const message = `the secret is sent to another machine unencrypted; ${scheme} encrypts it.`;
  return [reached, { name, state: "note", message }];
}
