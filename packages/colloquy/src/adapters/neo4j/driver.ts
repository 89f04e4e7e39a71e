import neo4j, { type AuthToken, type Config, type Driver } from "neo4j-driver";
import { addressFailure } from "./failures.ts";
import type { Neo4jSettings } from "./settings.ts";

/** Settings of every driver. TLS is not here: it follows the scheme of the address (`+s`, `+ssc`). */
const DRIVER_CONFIG: Config = {
  connectionTimeout: 10_000,
  // Ends the wait for a server that accepts the connection and does not reply.
  connectionAcquisitionTimeout: 15_000,
  telemetryDisabled: true,
  // The server warns about labels that an empty database does not have yet; users cannot act on that.
  notificationFilter: { minimumSeverityLevel: neo4j.notificationFilterMinimumSeverityLevel.OFF },
  userAgent: "colloquy",
};

/** The credentials; undefined for a server without authentication. */
export function authToken({ auth }: Neo4jSettings): AuthToken | undefined {
  if (auth === null) return undefined;
  return "bearer" in auth ? neo4j.auth.bearer(auth.bearer) : neo4j.auth.basic(auth.username, auth.password);
}

/**
 * A driver that has not connected yet.
 * @throws ColloquyError `store` for an invalid address.
 */
export function createDriver(settings: Neo4jSettings): Driver {
  try {
    // A copy: the driver writes parts of the address into its configuration.
    return neo4j.driver(settings.uri, authToken(settings), { ...DRIVER_CONFIG });
  } catch (error) {
    throw addressFailure(settings, error);
  }
}
