import type { ProjectedRow } from "./rows.ts";

/**
 * A row as one line, identical on every machine: keys sorted at every level by code unit, no spaces, numbers as JSON, a
 * vector as the base64 of its little-endian float32 bytes, bytes as base64. No line end.
 * @throws TypeError when a number is not finite: JSON cannot hold it.
 */
export function canonicalLine(row: ProjectedRow): string {
  return canonicalJson(row);
}

type Writable = string | number | boolean | null | undefined | Float32Array | Uint8Array | readonly Writable[] | object;

function canonicalJson(value: Writable): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`Expected a finite number in a row, got ${value}`);
      return JSON.stringify(value);
    case "object":
      if (value instanceof Float32Array) return `"${float32Base64(value)}"`;
      if (value instanceof Uint8Array) return `"${Buffer.from(value).toString("base64")}"`;
      return Array.isArray(value)
        ? canonicalArray(value)
        : canonicalObject(value as Readonly<Record<string, Writable>>);
    default:
      throw new TypeError(`Expected JSON in a row, got ${typeof value}`);
  }
}

function canonicalArray(values: readonly Writable[]): string {
  return `[${values.map(canonicalJson).join(",")}]`;
}

function canonicalObject(record: Readonly<Record<string, Writable>>): string {
  let line = "";
  for (const key of Object.keys(record).sort()) {
    const value = record[key];
    // JSON leaves out keys whose value is undefined.
    if (value === undefined) continue;
    line += `${line === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(value)}`;
  }
  return `{${line}}`;
}

const HOST_IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The base64 of the vector's little-endian float32 bytes, on any machine. */
export function float32Base64(vector: Float32Array): string {
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  return (HOST_IS_LITTLE_ENDIAN ? bytes : Buffer.from(bytes).swap32()).toString("base64");
}
