import { integerOf, partOf, partsOf, readFields } from "./wire.ts";

export type AttributeValue = string | number | boolean | readonly AttributeValue[] | null;
export type ReceivedAttributes = Readonly<Record<string, AttributeValue>>;

/** A span as received over OTLP; ids in hexadecimal digits, times in nanoseconds. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the root. */
  readonly parentId: string;
  readonly name: string;
  readonly kind: "internal" | "client" | "other";
  readonly startedAt: bigint;
  readonly endedAt: bigint;
  readonly attributes: ReceivedAttributes;
  readonly events: readonly { readonly name: string; readonly attributes: ReceivedAttributes }[];
  /** Null: it did not fail. */
  readonly error: string | null;
  readonly resource: ReceivedAttributes;
}

const KINDS: Readonly<Record<string, ReceivedSpan["kind"]>> = { 1: "internal", 3: "client" };
const ERROR = 2n;

/** Decodes an ExportTraceServiceRequest of opentelemetry/proto/trace/v1/trace.proto. */
export function decodeSpans(request: Buffer): readonly ReceivedSpan[] {
  return partsOf(request, 1).flatMap((resourceSpans) => {
    const resource = attributesIn(partOf(resourceSpans, 1), 1);
    return partsOf(resourceSpans, 2).flatMap((scopeSpans) =>
      partsOf(scopeSpans, 2).map((span) => decodeSpan(span, resource)),
    );
  });
}

function decodeSpan(span: Buffer, resource: ReceivedAttributes): ReceivedSpan {
  const status = partOf(span, 15);
  return {
    traceId: partOf(span, 1).toString("hex"),
    spanId: partOf(span, 2).toString("hex"),
    parentId: partOf(span, 4).toString("hex"),
    name: partOf(span, 5).toString(),
    kind: KINDS[String(integerOf(span, 6))] ?? "other",
    startedAt: partOf(span, 7).readBigUInt64LE(),
    endedAt: partOf(span, 8).readBigUInt64LE(),
    attributes: attributesIn(span, 9),
    events: partsOf(span, 11).map((event) => ({
      name: partOf(event, 2).toString(),
      attributes: attributesIn(event, 3),
    })),
    error: integerOf(status, 3) === ERROR ? partOf(status, 2).toString() : null,
    resource,
  };
}

function attributesIn(message: Buffer, number: number): ReceivedAttributes {
  return Object.fromEntries(
    partsOf(message, number).map((pair) => [partOf(pair, 1).toString(), valueOf(partOf(pair, 2))]),
  );
}

/** An AnyValue: text, boolean, integer, double or array. */
function valueOf(any: Buffer): AttributeValue {
  const field = readFields(any)[0];
  if (field === undefined) return null;
  const { number, value } = field;
  if (typeof value === "bigint") return number === 2 ? value === 1n : Number(BigInt.asIntN(64, value));
  if (number === 1) return value.toString();
  if (number === 4) return value.readDoubleLE();
  return partsOf(value, 1).map(valueOf);
}
