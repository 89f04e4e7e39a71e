import { type Environment, redact } from "../../config/index.ts";
import type { Finding } from "./finding.ts";
import { reach, targetOf } from "./reach.ts";

/** What the drivers of the two assume when an address names no port. */
const DEFAULT_PORTS = { Neo4j: 7687, Qdrant: 6333 } as const;
const UNUSED = "this version does not use it yet and keeps to the embedded stores";
const KEYS_OF_SERVICES = ["NEO4J_PASSWORD", "QDRANT_API_KEY", "LANGSMITH_API_KEY", "LANGCHAIN_API_KEY"];

/** Whether the servers that the environment names answer, and which of its keys have no effect. */
export async function checkServices(environment: Environment): Promise<readonly Finding[]> {
  const servers = [
    ["Neo4j", "NEO4J_URI"],
    ["Qdrant", "QDRANT_URL"],
  ] as const;
  const findings = await Promise.all(
    servers.flatMap(([name, variable]) => {
      const address = environment[variable];
      return address ? [checkServer(name, variable, address)] : [];
    }),
  );
  const keys = KEYS_OF_SERVICES.filter((name) => environment[name]);
  if (keys.length === 0) return findings;
  const message = `${keys.join(", ")}: set, but this version uses no such service and does not send them anywhere.`;
  return [...findings, { name: "services", state: "note", message }];
}

async function checkServer(name: keyof typeof DEFAULT_PORTS, variable: string, address: string): Promise<Finding> {
  const shown = redact(address);
  const target = targetOf(address, DEFAULT_PORTS[name]);
  if (target === null)
    return { name, state: "fault", message: `${variable} is "${shown}", which is no address; correct it or unset it.` };
  const failure = await reach(target.host, target.port);
  if (failure === null) return { name, state: "note", message: `${shown} answers; ${UNUSED}.` };
  return {
    name,
    state: "fault",
    message: `${variable} is set but ${shown} ${failure}; start it, or unset ${variable} (${UNUSED}).`,
  };
}
