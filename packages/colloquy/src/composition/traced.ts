import { redact } from "../config/index.ts";
import { type TraceLink, traceText } from "../model/index.ts";
import { type IngestResult, type RunUsage, spanFailure } from "../pipeline/index.ts";
import type { RunEnd, RunSpan, Telemetry } from "../ports/index.ts";
import { exitCodeOf } from "./exit-code.ts";
import type { RunOptions } from "./run-options.ts";
import { openTelemetry } from "./telemetry.ts";

/** A run as traces show it. */
export interface Trace {
  readonly span: RunSpan;
  readonly wantsContent: boolean;
}

/** Called when the run has everything that it needs: what is refused before leaves no trace. */
export type BeginTrace = () => Trace;

/** A run that may be traced. */
export interface TracedRun<Options> {
  readonly run: string;
  readonly workspace: string;
  readonly work: (beginTrace: BeginTrace, options: Options) => Promise<IngestResult>;
  /** Hears where the trace can be looked at, when the run has ended, well or not; not called where nobody got it. */
  readonly onLinks: (links: readonly TraceLink[]) => void;
}

/**
 * Runs with a trace that goes where the environment says, and tells where it can be looked at. When the run has ended it
 * waits for the receivers: some seconds at most.
 */
export async function traced<Options extends RunOptions>(
  { run, workspace, work, onLinks }: TracedRun<Options>,
  options: Options,
): Promise<IngestResult> {
  const { onEvent: emit = () => undefined } = options;
  await using opened = await openReceivers(options);
  const { telemetry } = opened;
  let span: RunSpan | null = null;
  const begin = (): Trace => ({
    span: (span ??= telemetry.run({ run, workspace })),
    wantsContent: telemetry.wantsContent,
  });
  let used: RunUsage | null = null;
  const heard: Options = {
    ...options,
    onEvent: (event) => {
      if (event.event === "run.stopped") used = event.usage;
      emit(event);
    },
  };
  const end = (exitCode: number, failure: RunEnd["failure"], usage: RunUsage | null): void => {
    const inputTokens = (usage?.inputTokens ?? 0) + (usage?.embeddingTokens ?? 0);
    const { outputTokens = 0, costUsd = null } = usage ?? {};
    span?.end({ exitCode, failure, costUsd, inputTokens, outputTokens });
  };
  const findLinks = async (): Promise<readonly TraceLink[]> => {
    const links = span === null ? [] : await telemetry.links();
    for (const link of links) emit({ event: "notice", message: `The run's trace: ${traceText(link)}` });
    if (links.length > 0) onLinks(links);
    return links;
  };
  let result: IngestResult;
  try {
    result = await work(begin, heard);
  } catch (error) {
    const { kind, message } = spanFailure(error);
    end(exitCodeOf(error, options.signal), { kind, message: redact(message) }, used);
    await findLinks();
    throw error;
  }
  end(result.exitCode, null, result.usage);
  return { ...result, traces: await findLinks() };
}

/** The caller's own, which stays open, or those that the environment names. */
async function openReceivers({
  ports,
  environment = process.env,
  traceContent = false,
  onEvent: emit = () => undefined,
}: RunOptions): Promise<{ readonly telemetry: Telemetry } & AsyncDisposable> {
  const own = ports?.telemetry;
  if (own !== undefined) return { telemetry: own, [Symbol.asyncDispose]: async () => undefined };
  const telemetry = await openTelemetry({
    environment,
    traceContent,
    tell: (message) => emit({ event: "warning", message }),
  });
  return { telemetry, [Symbol.asyncDispose]: () => telemetry[Symbol.asyncDispose]() };
}
