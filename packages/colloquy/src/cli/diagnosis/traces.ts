import type { Configuration } from "../../config/index.ts";
import { loadLibrary } from "../library.ts";
import type { Finding } from "./finding.ts";
import { reachWebAddress } from "./reach.ts";

const KEYS = ["LANGSMITH_API_KEY", "LANGCHAIN_API_KEY"] as const;

/** Checks the receivers of traces, and notes settings without effect. An unreachable receiver is no fault: it stops no run. */
export async function checkTraces({
  environment,
  options,
}: Pick<Configuration, "environment" | "options">): Promise<readonly Finding[]> {
  const name = "traces";
  const { describeTraces } = await loadLibrary();
  const { receivers, warnings } = describeTraces(environment);
  const content = options.traceContent ? "with prompts and replies" : "without prompts and replies (--trace-content)";
  const findings = await Promise.all(
    receivers.map(async ({ address, addressFrom, hasKey, keyFrom, project }): Promise<Finding> => {
      const where = project === null ? `${address} (${addressFrom})` : `LangSmith, project ${project}, at ${address}`;
      // The default address of the service is not checked.
      const failure = environment[addressFrom] ? await reachWebAddress(address) : null;
      if (failure !== null)
        return { name, state: "note", message: `${where} ${failure}; runs continue without traces there.` };
      return { name, state: "ok", message: `${where}, ${hasKey ? `key from ${keyFrom}` : "no key"}, ${content}` };
    }),
  );
  const notes = warnings.map((message): Finding => ({ name, state: "note", message }));
  const idle = KEYS.filter((key) => environment[key]);
  if (idle.length === 0 || warnings.length > 0 || receivers.some(({ project }) => project !== null))
    return [...findings, ...notes];
  const message = `${idle.join(", ")}: set, but tracing is disabled, so nothing is sent; LANGSMITH_TRACING=true enables it.`;
  return [...findings, { name, state: "note", message }];
}
