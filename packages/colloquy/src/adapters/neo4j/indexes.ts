import type { Connection } from "./connection.ts";
import { readNumber, readText, readTexts, type Stored } from "./values.ts";

/** An index that was created IF NOT EXISTS, which says nothing where another one took its name or its place. */
export interface NeededIndex {
  readonly name: string;
  /** The label or type that it is on. */
  readonly on: string;
  readonly properties: readonly string[];
  /** Statements call such an index by its name, so that an equal one of another name is of no use. */
  readonly isFullText: boolean;
}

/** `db.awaitIndex` would wait as well, but nobody could end it or hear of it. */
const PAUSE_MS = 250;
const PAUSES_BEFORE_TOLD = 20;

/** Waits until indexes can be used; where that takes some seconds, it is told. */
export async function awaitIndexes(connection: Connection, needed: readonly NeededIndex[]): Promise<void> {
  for (let pauses = 0; ; pauses += 1) {
    const there = await readIndexes(connection);
    const filled = needed.map((one) => findIndex(connection, one, there)).find(({ state }) => state !== "ONLINE");
    if (filled === undefined) return;
    if (filled.state === "FAILED") {
      throw connection.failure(
        `could not fill the index ${filled.name}. ${removal(filled.name)} and run the command again: it is made anew.`,
      );
    }
    if (pauses === PAUSES_BEFORE_TOLD) {
      connection.tell(`fills the index ${filled.name} (${Math.floor(filled.percent)} %); it is waited for.`);
    }
    await connection.pause(PAUSE_MS);
  }
}

interface FoundIndex {
  readonly name: string;
  readonly on: string;
  readonly properties: readonly string[];
  readonly isFullText: boolean;
  readonly state: string;
  readonly percent: number;
}

async function readIndexes(connection: Connection): Promise<readonly FoundIndex[]> {
  const { records } = await connection.read((transaction) =>
    transaction.run<Stored>(
      `SHOW INDEXES YIELD name, type, labelsOrTypes, properties, state, populationPercent
WHERE type IN ['RANGE', 'FULLTEXT']`,
    ),
  );
  return records.map((record) => ({
    name: readText(record.get("name")),
    on: readTexts(record.get("labelsOrTypes")).join(),
    properties: readTexts(record.get("properties")),
    isFullText: record.get("type") === "FULLTEXT",
    state: readText(record.get("state")),
    percent: readNumber(record.get("populationPercent")),
  }));
}

function findIndex(connection: Connection, needed: NeededIndex, there: readonly FoundIndex[]): FoundIndex {
  const { name, on, isFullText } = needed;
  const equals = there.filter(
    (one) => one.isFullText === isFullText && one.on === on && one.properties.join() === needed.properties.join(),
  );
  const found = equals.find((one) => one.name === name) ?? (isFullText ? undefined : equals[0]);
  return found ?? notOurs(connection, name, equals[0]?.name);
}

/** The name is taken by something else, or an equal index has another name. */
function notOurs(connection: Connection, name: string, equal: string | undefined): never {
  throw connection.failure(
    equal === undefined
      ? `has an index ${name} that finds something else than that of Colloquy. ${removal(name)} and run the command again.`
      : `has the index ${equal} in the place of ${name}, which Colloquy asks by its name. ${removal(equal)} and run the command again.`,
  );
}

function removal(name: string): string {
  return `Remove it (DROP INDEX ${/^\w+$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``})`;
}
