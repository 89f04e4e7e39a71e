/** Keywords of JSON Schema that limit texts and lists. Servers with grammars need them; some strict providers refuse them. */
export const BOUNDS = ["minLength", "maxLength", "minItems", "maxItems"] as const;
export type Bound = (typeof BOUNDS)[number];

/** Keywords whose members have the caller's names as keys. */
const NAMED_SCHEMAS: ReadonlySet<string> = new Set(["properties", "$defs", "definitions"]);
/** Keywords whose values are the caller's data and no schemas. */
const DATA: ReadonlySet<string> = new Set(["enum", "const", "default", "examples", "required"]);

/** A schema without some of the bounds, at every depth. */
export function withoutBounds<Schema>(schema: Schema, bounds: readonly Bound[]): Schema {
  return bounds.length === 0 ? schema : (strip(schema, new Set(bounds), false) as Schema);
}

function strip(value: unknown, bounds: ReadonlySet<string>, areNames: boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => strip(each, bounds, false));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => areNames || !bounds.has(key));
  return Object.fromEntries(
    kept.map(([key, part]): [string, unknown] => [
      key,
      !areNames && DATA.has(key) ? part : strip(part, bounds, !areNames && NAMED_SCHEMAS.has(key)),
    ]),
  );
}
