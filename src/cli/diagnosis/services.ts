import { connect } from "node:net";
import { type Environment, isSecretName, redact } from "../../config/index.ts";
import { describeSystemError } from "../../model/index.ts";
import type { Finding } from "./finding.ts";

const TIMEOUT_MS = 2000;
/** What the drivers of the two assume when an address names no port. */
const DEFAULT_PORTS = { Neo4j: 7687, Qdrant: 6333 } as const;
const FOREIGN_VARIABLE = /^(OPENAI|ANTHROPIC|LANGSMITH|LANGCHAIN|NEO4J|QDRANT|COLLOQUY)_/;
const UNUSED = "this version does not use it yet and keeps to the embedded stores";

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
  const keys = Object.keys(environment)
    .filter((name) => FOREIGN_VARIABLE.test(name) && isSecretName(name) && environment[name])
    .sort();
  if (keys.length === 0) return findings;
  return [
    ...findings,
    {
      name: "keys",
      state: "note",
      message: `${keys.join(", ")}: set, but this version calls no provider and does not use them.`,
    },
  ];
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

function targetOf(address: string, defaultPort: number): { host: string; port: number } | null {
  if (!URL.canParse(address)) return null;
  const { hostname, port } = new URL(address);
  return hostname === ""
    ? null
    : { host: hostname.replace(/^\[|\]$/g, ""), port: port === "" ? defaultPort : Number(port) };
}

/** Null when a TCP connection opens, otherwise what happened instead. */
function reach(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (outcome: string | null): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.setTimeout(TIMEOUT_MS, () => end(`did not answer within ${TIMEOUT_MS / 1000} s`));
    socket.on("connect", () => end(null));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      end(REASONS[error.code ?? ""] ?? `cannot be reached (${describeSystemError(error)})`),
    );
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refused the connection",
  ENOTFOUND: "names a host that cannot be found",
  EAI_AGAIN: "names a host that cannot be found",
  ETIMEDOUT: "did not answer",
  EHOSTUNREACH: "cannot be reached",
};
