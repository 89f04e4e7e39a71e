import type { StandardSchemaWithJSON } from "@modelcontextprotocol/server";
import type { z } from "zod";

type Converter = StandardSchemaWithJSON["~standard"]["jsonSchema"]["input"];

/** A schema whose JSON form is made once: over HTTP each request has a server of its own, which reads it. */
export function wireSchema<Schema extends z.ZodObject>(
  schema: Schema,
): StandardSchemaWithJSON<z.input<Schema>, z.output<Schema>> {
  const { jsonSchema, ...rest } = schema["~standard"];
  return { "~standard": { ...rest, jsonSchema: { input: once(jsonSchema.input), output: once(jsonSchema.output) } } };
}

/** As `wireSchema`, but everything is valid: the tool checks its arguments itself, and explains what is wrong. */
export function uncheckedSchema(schema: z.ZodObject): StandardSchemaWithJSON<unknown> {
  const { jsonSchema, vendor, version } = wireSchema(schema)["~standard"];
  return { "~standard": { jsonSchema, vendor, version, validate: (value) => ({ value }) } };
}

function once(convert: Converter): Converter {
  const made = new Map<string, ReturnType<Converter>>();
  return (options) => {
    const known = made.get(options.target) ?? convert(options);
    made.set(options.target, known);
    return known;
  };
}
