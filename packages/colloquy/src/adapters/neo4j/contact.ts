import type { Driver } from "neo4j-driver";
import type { ColloquyError } from "../../model/index.ts";
import { describeFailure, storeFailure } from "./failures.ts";
import type { Neo4jSettings } from "./settings.ts";
import { shownAddress } from "./shown-address.ts";

/** The oldest version that sets labels and types from parameters. */
const OLDEST = { major: 5, minor: 26 };

/**
 * Connects, and checks that the server is new enough.
 * @returns its version.
 */
export async function firstContact(driver: Driver, settings: Neo4jSettings): Promise<string> {
  const session = driver.session(settings.database === null ? {} : { database: settings.database });
  try {
    const result = await session.run(
      "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version",
    );
    const version = String(result.records[0]?.get("version") ?? "");
    if (!isRecentEnough(version)) throw tooOld(version, settings);
    return version;
  } catch (error) {
    throw describeFailure(error, settings);
  } finally {
    await session.close();
  }
}

/** Versions are `5.26.1` or, since 2025, `2025.10.1`; versions of hosted servers end in a word. */
export function isRecentEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10) || 0);
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
}

function tooOld(version: string, settings: Neo4jSettings): ColloquyError {
  const found = version === "" ? "does not report its version of Neo4j" : `is Neo4j ${version}`;
  return storeFailure(
    `The server at ${shownAddress(settings.uri)} ${found}; 5.26 or newer is needed. Update it, or unset NEO4J_URI to use the embedded store.`,
    settings,
  );
}
