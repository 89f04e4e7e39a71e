import { JsonTraceSerializer, ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import { printable } from "../../model/index.ts";
import { nonsense, partRefused, type SendFailure } from "./send-failure.ts";

/** Null where an answer with status 2xx is one that a receiver of OTLP gives, or is as good as one. */
export function checkAnswer(contentType: string, body: Buffer): SendFailure | null {
  if (body.length === 0) return null;
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "text/html") return nonsense("a web page answered instead of a receiver of traces");
  if (type.startsWith("text/")) return null;
  const { deserializeResponse } = type.endsWith("json") ? JsonTraceSerializer : ProtobufTraceSerializer;
  try {
    const { partialSuccess } = deserializeResponse(body);
    const refused = Number(partialSuccess?.rejectedSpans ?? 0);
    return refused > 0 ? partRefused(refused, reason(partialSuccess?.errorMessage)) : null;
  } catch {
    return nonsense("its answer is not that of a receiver of traces");
  }
}

function reason(message: string | undefined): string {
  return message ? ` (${printable(message).slice(0, 200)})` : "";
}
