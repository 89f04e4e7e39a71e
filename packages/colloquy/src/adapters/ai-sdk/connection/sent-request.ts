import type { RequestFacts } from "../../../ports/index.ts";
import { asRecord } from "../as-record.ts";

/** The host and the port that a request goes to. */
export function serverOf({ hostname, port, protocol }: URL): NonNullable<RequestFacts["server"]> {
  const usual = protocol === "https:" ? 443 : 80;
  return { address: hostname.replace(/^\[(.*)\]$/, "$1"), port: port === "" ? usual : Number(port) };
}

/** The temperature of a request as it is sent: packages of the AI SDK leave it out for models that refuse it. */
export function temperatureIn(body: string | null): Pick<RequestFacts, "temperature"> {
  const sent = asRecord(parse(body));
  const temperature = sent?.["temperature"] ?? asRecord(sent?.["generationConfig"])?.["temperature"];
  return typeof temperature === "number" ? { temperature } : {};
}

function parse(body: string | null): unknown {
  try {
    return JSON.parse(body ?? "");
  } catch {
    return null;
  }
}
