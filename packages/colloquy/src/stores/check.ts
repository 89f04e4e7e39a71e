import { ColloquyError } from "../model/index.ts";
import { SERVERS, type StoreOptions } from "./registry.ts";
import type { Server, ServerCheck, ServerUse } from "./server.ts";

/** The result of a check of a server that the options name. */
export type ServerFinding = { readonly server: string } & (
  | (ServerCheck & {
      readonly fault: null;
      /** `Neo4j at bolt://127.0.0.1:7687`. */
      readonly text: string;
      /** `an https:// address`. */
      readonly encryptedAddress: string;
    })
  /** One sentence that explains why the server cannot be used. */
  | { readonly fault: string }
);

/**
 * Checks the servers that the options name, each once and without retries. Changes nothing.
 * @returns the results, and the secrets in the environment that belong to no named server.
 */
export async function checkServers(
  options: StoreOptions,
  use: ServerUse,
): Promise<{ readonly servers: readonly ServerFinding[]; readonly idleSecrets: readonly string[] }> {
  const findings = await Promise.all(SERVERS.map((server) => checkServer(server, options, use)));
  const { environment = process.env } = options;
  const secretsOf = (isUsed: boolean) =>
    SERVERS.filter((_, index) => (findings[index] !== null) === isUsed).flatMap(({ secrets }) => secrets);
  const used = secretsOf(true);
  const idle = secretsOf(false).filter((secret) => !used.includes(secret));
  return {
    servers: findings.filter((finding) => finding !== null),
    idleSecrets: [...new Set(idle)].filter((secret) => environment[secret]),
  };
}

async function checkServer(server: Server, options: StoreOptions, use: ServerUse): Promise<ServerFinding | null> {
  const { title, encryptedAddress } = server;
  try {
    const settings = server.settings(options);
    if (settings === null) return null;
    const text = server.describe(settings, use.workspace);
    return { server: title, fault: null, text, encryptedAddress, ...(await server.check(settings, use)) };
  } catch (error) {
    if (ColloquyError.isInstance(error)) return { server: title, fault: error.message };
    throw error;
  }
}
