import type { Connection } from "./connection.ts";
import { readNumber, readText, readTexts, type Stored } from "./values.ts";

/** An index created IF NOT EXISTS. The server does not report when another index has its name or its definition. */
export interface NeededIndex {
  readonly name: string;
  /** The label or relationship type. */
  readonly on: string;
  readonly properties: readonly string[];
  /** Statements use full-text and vector indexes by name, so an equal index with another name does not serve. */
  readonly type: "RANGE" | "FULLTEXT" | "VECTOR";
}

/** `db.awaitIndex` also waits, but cannot be cancelled and reports no progress. */
const PAUSE_MS = 250;
const PAUSES_BEFORE_TOLD = 20;

/** Waits until indexes can be used. A wait of some seconds is reported. */
export async function awaitIndexes(connection: Connection, needed: readonly NeededIndex[]): Promise<void> {
  for (let pauses = 0; ; pauses += 1) {
    const there = await readIndexes(connection);
    const filled = needed.map((one) => findIndex(connection, one, there)).find(({ state }) => state !== "ONLINE");
    if (filled === undefined) return;
    if (filled.state === "FAILED") {
      throw connection.failure(
        `could not fill the index ${filled.name}. ${removal(filled.name)} and run the command again to create it anew.`,
      );
    }
    if (pauses === PAUSES_BEFORE_TOLD) {
      connection.report(`fills the index ${filled.name} (${Math.floor(filled.percent)} %); Colloquy waits for it.`);
    }
    await connection.pause(PAUSE_MS);
  }
}

interface FoundIndex {
  readonly name: string;
  readonly on: string;
  readonly properties: readonly string[];
  readonly type: string;
  readonly state: string;
  readonly percent: number;
}

async function readIndexes(connection: Connection): Promise<readonly FoundIndex[]> {
  const { records } = await connection.read((transaction) =>
    transaction.run<Stored>(
      `SHOW INDEXES YIELD name, type, labelsOrTypes, properties, state, populationPercent
WHERE type IN ['RANGE', 'FULLTEXT', 'VECTOR']`,
    ),
  );
  return records.map((record) => ({
    name: readText(record.get("name")),
    on: readTexts(record.get("labelsOrTypes")).join(),
    properties: readTexts(record.get("properties")),
    type: readText(record.get("type")),
    state: readText(record.get("state")),
    percent: readNumber(record.get("populationPercent")),
  }));
}

function findIndex(connection: Connection, needed: NeededIndex, there: readonly FoundIndex[]): FoundIndex {
  const { name, on, type } = needed;
  const equals = there.filter(
    (one) => one.type === type && one.on === on && one.properties.join() === needed.properties.join(),
  );
  const found = equals.find((one) => one.name === name) ?? (type === "RANGE" ? equals[0] : undefined);
  return found ?? notOurs(connection, name, equals[0]?.name);
}

/** Something else has the name, or an equal index has another name. */
function notOurs(connection: Connection, name: string, equal: string | undefined): never {
  throw connection.failure(
    equal === undefined
      ? `has an index ${name} whose definition differs from Colloquy's. ${removal(name)} and run the command again.`
      : `has the index ${equal} instead of ${name}, which Colloquy uses by name. ${removal(equal)} and run the command again.`,
  );
}

function removal(name: string): string {
  return `Remove it (DROP INDEX ${/^\w+$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``})`;
}
