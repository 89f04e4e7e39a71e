/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

export function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function propertiesOf(schema: Schema): Readonly<Record<string, Schema>> {
  const { properties } = schema;
  if (!isSchema(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, Schema] => isSchema(entry[1])),
  );
}

const text = { type: "string" };
const list = (properties: Schema): Schema => ({ type: "array", items: { type: "object", properties } });

/**
 * The schema of a reply when a call has none and describes it in words: the last line of the words that is a JSON object is the
 * schema, or an example. The schema of entries for chunks has the entity and relation types of the words.
 */
export function schemaInWords(system: string): Schema {
  const described = objectIn(system);
  if (described === null) return schemaOfChunks(system);
  const schema = isSchema(described["properties"]) ? described : schemaOf(described);
  return "chunks" in propertiesOf(schema) ? schemaOfChunks(system) : schema;
}

/** Lists may be abbreviated as `[...]`. */
function objectIn(text: string): Schema | null {
  const line = text.split("\n").findLast((each) => /^\{".*\}$/.test(each));
  try {
    const object: unknown = JSON.parse(line?.replaceAll("[...]", "[]") ?? "null");
    return isSchema(object) ? object : null;
  } catch {
    return null;
  }
}

/** A schema that an example is valid by. */
function schemaOf(example: unknown): Schema {
  if (Array.isArray(example)) return { type: "array", items: example.length === 0 ? {} : schemaOf(example[0]) };
  if (!isSchema(example)) return { type: typeof example };
  const properties = Object.entries(example).map(([name, value]) => [name, schemaOf(value)]);
  return { type: "object", properties: Object.fromEntries(properties) };
}

function schemaOfChunks(system: string): Schema {
  const entityTypes = listed(system, /^Entity types.*:$/);
  const relationTypes = listed(system, /^Relation types.*:$/);
  return {
    type: "object",
    properties: {
      chunks: list({
        label: text,
        entities: list({ name: text, type: choice(entityTypes), evidence: text, confidence: text }),
        relations: list({
          source: text,
          type: choice(relationTypes),
          target: text,
          evidence: text,
          polarity: choice(["stated"]),
          confidence: text,
        }),
        quotes: list({ text, about: { type: "array", items: text }, confidence: text }),
      }),
    },
  };
}

function choice(values: readonly string[]): Schema {
  return values.length === 0 ? text : { ...text, enum: values };
}

/** The names of a list of lines `- Name: description` under a heading. */
function listed(system: string, heading: RegExp): readonly string[] {
  const lines = system.split("\n");
  const start = lines.findIndex((line) => heading.test(line));
  const after = start < 0 ? [] : lines.slice(start + 1);
  const end = after.findIndex((line) => !line.startsWith("- "));
  return after.slice(0, end < 0 ? undefined : end).flatMap((line) => /^- ([^:]+):/.exec(line)?.[1] ?? []);
}
