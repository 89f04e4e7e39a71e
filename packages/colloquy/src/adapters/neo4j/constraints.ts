import { POLARITIES } from "../../model/index.ts";
import type { Connection } from "./connection.ts";
import type { TypeNames } from "./settings.ts";
import { STRUCTURAL_LABELS } from "./type-names.ts";
import { readText, readTexts, type Stored } from "./values.ts";

export interface Constraint {
  readonly name: string;
  /** As in `SHOW CONSTRAINTS`: `UNIQUENESS`, `NODE_KEY`, `NODE_PROPERTY_TYPE`, ... */
  readonly type: string;
  readonly isOnNodes: boolean;
  /** The label or relationship type. */
  readonly on: string;
  readonly properties: readonly string[];
  /** `STRING`, `LIST<STRING NOT NULL>`, ... for a constraint on a property's type. */
  readonly propertyType: string;
}

/** Property types of our nodes and relationships, by name. `?` marks a property that may be missing. */
type Held = Readonly<Record<string, string>>;

const TEXT = "STRING";
const TEXTS = "LIST<STRING NOT NULL>";
const WHOLE = "INTEGER";

const KEY: Held = { workspace: TEXT, kind: TEXT, id: TEXT };
const TIMES: Held = { "startMs?": WHOLE, "endMs?": WHOLE, "approximate?": "BOOLEAN" };
const EVIDENCE: Held = {
  ...TIMES,
  startOffset: WHOLE,
  endOffset: WHOLE,
  file: TEXT,
  "speaker?": TEXT,
  polarity: TEXT,
  text: TEXT,
  "exact?": TEXT,
};
const ENTITY: Held = {
  ...KEY,
  name: TEXT,
  type: TEXT,
  aliases: TEXTS,
  aliasReasons: TEXTS,
  nameKeys: TEXTS,
  mentions: WHOLE,
  transcripts: WHOLE,
  "exact?": TEXT,
};
const CHUNK: Held = {
  ...KEY,
  ...TIMES,
  transcript: TEXT,
  file: TEXT,
  ordinal: WHOLE,
  startOffset: WHOLE,
  endOffset: WHOLE,
  speakers: TEXTS,
  text: TEXT,
  "profile?": TEXT,
  "exact?": TEXT,
};

const NODES: Readonly<Record<string, Held>> = {
  Transcript: { ...KEY, file: TEXT, format: TEXT, turns: WHOLE, "exact?": TEXT },
  Chunk: CHUNK,
  Entity: ENTITY,
  Quote: { ...KEY, ...EVIDENCE, "words?": TEXT, "saidBy?": TEXT, about: TEXTS, chunk: TEXT },
  Evidence: { ...KEY, ...EVIDENCE, of: TEXT, chunk: TEXT, "antecedents?": TEXTS, "antecedentPositions?": TEXT },
  Workspace: { ...KEY, "marker?": TEXT, "epoch?": WHOLE, "identity?": TEXT, "owner?": TEXT },
};

const LINK: Held = { workspace: TEXT };
const RELATIONSHIP: Held = {
  ...LINK,
  id: TEXT,
  type: TEXT,
  confidence: "FLOAT",
  count: WHOLE,
  ...Object.fromEntries(POLARITIES.map((polarity) => [polarity, WHOLE])),
  "withdrawn?": TEXT,
  "exact?": TEXT,
};
const LINKS: Readonly<Record<string, Held>> = {
  MENTIONED_IN: { ...LINK, ...EVIDENCE, id: TEXT },
  PART_OF: LINK,
  FOUND_IN: LINK,
  SUPPORTS: LINK,
  SAID: LINK,
  SPOKE_IN: { ...LINK, speaker: TEXT },
  ABOUT: { ...LINK, "role?": TEXT },
  CROSS_EPISODE: RELATIONSHIP,
  RELATED: RELATIONSHIP,
};

/** Their ids derive from a transcript's id, which derives from the workspace. */
const NODES_WHOSE_IDS_HOLD_WORKSPACE: readonly string[] = ["Transcript", "Chunk", "Quote", "Evidence"];
const LINKS_WHOSE_IDS_HOLD_WORKSPACE: readonly string[] = ["MENTIONED_IN"];

/**
 * Finds a foreign constraint that would refuse our rows, before the run costs money.
 * @throws ColloquyError `store` that names the constraint and says what to do.
 */
export async function checkConstraints(connection: Connection, types: TypeNames): Promise<void> {
  const refusing = (await readConstraints(connection)).find((constraint) => wouldRefuse(constraint, types));
  if (refusing === undefined) return;
  const { name, type, on, properties } = refusing;
  const what = `${type} of ${properties.map(quoted).join(", ")} on ${quoted(on)}`;
  throw connection.failure(
    `has the constraint ${quoted(name)} (${what}), which would refuse rows of Colloquy. Remove it (DROP CONSTRAINT ${quoted(name)}), or set NEO4J_DATABASE to another database.`,
  );
}

function quoted(name: string): string {
  return /^\w+$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}

async function readConstraints(connection: Connection): Promise<readonly Constraint[]> {
  const { records } = await connection.read((transaction) =>
    transaction.run<Stored>("SHOW CONSTRAINTS YIELD name, type, entityType, labelsOrTypes, properties, propertyType"),
  );
  return records.map((record) => ({
    name: readText(record.get("name")),
    type: readText(record.get("type")),
    isOnNodes: record.get("entityType") === "NODE",
    on: readTexts(record.get("labelsOrTypes")).join(),
    properties: readTexts(record.get("properties")),
    propertyType: readText(record.get("propertyType")),
  }));
}

/** Whether a constraint would refuse some of our nodes or relationships. */
export function wouldRefuse(constraint: Constraint, types: TypeNames): boolean {
  const { type, properties } = constraint;
  return heldUnder(constraint, types).some((held) => {
    const isKey = type.endsWith("_KEY");
    if (type.endsWith("UNIQUENESS") || isKey) {
      if (properties.every((name) => typeOf(held, name) !== null) && !isIdentity(constraint)) return true;
    }
    if (type.endsWith("_EXISTENCE") || isKey) return properties.some((name) => held[name] === undefined);
    if (!type.endsWith("_TYPE")) return false;
    const ours = typeOf(held, properties[0] ?? "");
    return ours !== null && !constraint.propertyType.split(" | ").includes(ours);
  });
}

/** Properties of our nodes with the label or our relationships of the type; empty when there are none. */
function heldUnder({ isOnNodes, on }: Constraint, { entities, relationships }: TypeNames): readonly Held[] {
  if (!isOnNodes)
    return relationships.includes(on) ? [RELATIONSHIP, LINKS[on] ?? RELATIONSHIP] : [LINKS[on] ?? []].flat();
  if (on === "Colloquy") return [KEY, ...Object.values(NODES)];
  const held = NODES[on];
  if (held !== undefined) return [held];
  return entities.includes(on) && !STRUCTURAL_LABELS.includes(on) ? [ENTITY] : [];
}

function typeOf(held: Held, name: string): string | null {
  return held[name] ?? held[`${name}?`] ?? null;
}

/** Whether the unique properties include the properties that identify our rows. */
function isIdentity({ isOnNodes, on, properties }: Constraint): boolean {
  return identityOf(isOnNodes, on).every((name) => properties.includes(name));
}

/** Ids are unique within their kind. Ids of entities and relationships recur in other workspaces. */
function identityOf(isOnNodes: boolean, on: string): readonly string[] {
  if (isOnNodes && on === "Colloquy") return Object.keys(KEY);
  const holdWorkspace = isOnNodes ? NODES_WHOSE_IDS_HOLD_WORKSPACE : LINKS_WHOSE_IDS_HOLD_WORKSPACE;
  return holdWorkspace.includes(on) ? ["id"] : ["workspace", "id"];
}
