import neo4j, { type AuthToken, type Config, type Driver } from "neo4j-driver";
import { addressFailure } from "./failures.ts";
import type { Neo4jSettings } from "./settings.ts";

/** How a driver is set up for every use. TLS is not here: it follows the scheme of the address (`+s`, `+ssc`). */
const DRIVER_CONFIG: Config = {
  connectionTimeout: 10_000,
  // Ends the wait for a server that takes the connection and then says nothing, as one that hangs does.
  connectionAcquisitionTimeout: 15_000,
  telemetryDisabled: true,
  // The server warns of labels that an empty database has not seen yet; nobody could do anything about it.
  notificationFilter: { minimumSeverityLevel: neo4j.notificationFilterMinimumSeverityLevel.OFF },
  userAgent: "colloquy",
};

/** What proves who asks; undefined where the server asks for nothing. */
export function authToken({ auth }: Neo4jSettings): AuthToken | undefined {
  if (auth === null) return undefined;
  return "bearer" in auth ? neo4j.auth.bearer(auth.bearer) : neo4j.auth.basic(auth.username, auth.password);
}

/** A driver that has not connected yet. @throws ColloquyError `store` for an address that is none. */
export function createDriver(settings: Neo4jSettings): Driver {
  try {
    // A copy: the driver writes what it reads from the address into its configuration.
    return neo4j.driver(settings.uri, authToken(settings), { ...DRIVER_CONFIG });
  } catch (error) {
    throw addressFailure(settings, error);
  }
}
