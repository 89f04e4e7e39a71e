import { type AnswerCall, type AnswerCallParts, failureOf, requestTokens, sendRequest } from "../../answering/index.ts";
import { Budget, CallAccount, CallObserver, NEVER_ABORTED, pingWithinBudget, spanFailure } from "../../calls/index.ts";
import { exitCodeOf, type TraceLink } from "../../model/index.ts";
import { type RunUsage, runUsage } from "../../pipeline/index.ts";
import type { ChatModel, ChatReply, RunSpan, Telemetry } from "../../ports/index.ts";
import { formatCount, formatDollars, redact } from "../../text/index.ts";
import type { LimiterEvent } from "@colloquy/rate-limit";
import type { ModelOptions } from "../models/model-options.ts";
import { createStageLimiter, giveUpAfterOf } from "../models/stage-limiter.ts";
import { findAnswerPricing, requirePrice } from "../pricing.ts";
import { createRunId } from "../run-events.ts";
import { openTelemetry } from "../telemetry.ts";
import type { AskOptions } from "./options.ts";

/** What the calls of a workspace's questions have in common. */
export interface AnswerModel {
  readonly workspace: string;
  /** The options that name the model. */
  readonly options: ModelOptions;
  /** The caller's model, which stays open. */
  readonly own: ChatModel | undefined;
  /** The caller's receiver of traces, which stays open. */
  readonly telemetry: Telemetry | undefined;
  /** Receives a sentence about waits, prices and traces. */
  readonly notify: (sentence: string) => void;
}

/** A reply with its usage. */
export interface SentAnswer {
  /** Null if the budget does not allow the call. */
  readonly reply: ChatReply | null;
  readonly usage: RunUsage;
  readonly traces: readonly TraceLink[];
}

/**
 * Pings the model, then sends the request, within the budget, the limits of the provider and a trace of its own.
 * @param call the request, written after the ping, which may show the context window of the model.
 * @throws ColloquyError `configuration` for a budget without a known price; `provider`; the reason of the caller's signal.
 */
export async function sendAnswer(
  model: AnswerModel,
  chatModel: ChatModel,
  asked: AskOptions,
  call: () => AnswerCall,
): Promise<SentAnswer> {
  const { maxCostUsd = null, signal = NEVER_ABORTED } = asked;
  const pricing = await findAnswerPricing({ ...model.options, ...asked }, model.own);
  if (maxCostUsd !== null) requirePrice(pricing, { inputTokens: 1, maxOutputTokens: 1 });
  if (pricing.caveat !== undefined) model.notify(pricing.caveat);
  const account = new CallAccount();
  const budget = new Budget(maxCostUsd, account);
  const send = async (asking: AnswerCall, parts: AnswerCallParts): Promise<ChatReply | null> => {
    model.notify(describeCall(chatModel, parts.observer, asking));
    const reply = await sendRequest(parts, asking);
    signal.throwIfAborted();
    return reply;
  };
  const traced = await withTrace(model, asked, account, async ({ span, wantsContent }) => {
    const emit = (): void => undefined;
    const observer = new CallObserver({ stage: "answer", pricing, span, wantsContent, account, budget, emit });
    const port = pingable(chatModel);
    const onEvent = (event: LimiterEvent): void => reportWait(event, model.notify);
    await using limiter = createStageLimiter("answer", port, { ...asked, maxConcurrent: 1 }, { observer, onEvent });
    const stage = span.stage("answer");
    const parts = { stage: "answer", limiter, observer, emit, budget, stop: signal } as const;
    try {
      const isReady = await pingWithinBudget(port, { ...parts, giveUpAfterMs: giveUpAfterOf(asked) });
      signal.throwIfAborted();
      const reply = isReady
        ? await send(call(), { chatModel, limiter, observer, budget, span: stage, emit, signal })
        : null;
      stage.end({ failure: null });
      return reply;
    } catch (error) {
      stage.end({ failure: spanFailure(error) });
      throw failureOf(error);
    }
  });
  return { ...traced, usage: runUsage(account, { answer: true }, { failuresOf: () => 0 }) };
}

function describeCall({ profile }: ChatModel, observer: CallObserver, { request }: AnswerCall): string {
  const tokens = requestTokens(request);
  const mostUsd = observer.mostOf(tokens);
  const cost = mostUsd === null ? "cost unknown" : `at most ${formatDollars(mostUsd)}`;
  return `Asking ${profile}: about ${formatCount(tokens.inputTokens)} tokens, ${cost}.`;
}

function pingable(chatModel: ChatModel) {
  const { pingTokens } = chatModel;
  return {
    paid: true,
    ...(pingTokens === undefined ? {} : { pingTokens }),
    ping: (options: Parameters<ChatModel["ping"]>[0]) => chatModel.ping(options),
  };
}

function reportWait(event: LimiterEvent, notify: (sentence: string) => void): void {
  if (event.event === "provider.silent") notify(event.reason);
  if (event.event === "limiter.paused" && event.milliseconds >= 1_000)
    notify(`Waiting for ${Math.ceil(event.milliseconds / 1_000)} s: ${event.reason}`);
}

/** Runs the call in a trace of its own, if the environment names a receiver. */
async function withTrace(
  { workspace, options, telemetry: own, notify }: AnswerModel,
  { traceContent = false, signal }: AskOptions,
  account: CallAccount,
  run: (trace: { readonly span: RunSpan; readonly wantsContent: boolean }) => Promise<ChatReply | null>,
): Promise<Pick<SentAnswer, "reply" | "traces">> {
  const { environment = process.env } = options;
  const telemetry = own ?? (await openTelemetry({ environment, traceContent, warn: notify }));
  const { wantsContent } = telemetry;
  const span = telemetry.run({ runId: createRunId(new Date()), workspace });
  const end = (exitCode: number, failure: Parameters<RunSpan["end"]>[0]["failure"]): void => {
    const { costUsd, inputTokens, outputTokens } = account.totals();
    span.end({ exitCode, failure, costUsd, inputTokens, outputTokens });
  };
  try {
    const reply = await run({ span, wantsContent });
    end(reply === null ? 4 : 0, null);
    return { reply, traces: await telemetry.links() };
  } catch (error) {
    const { kind, message } = spanFailure(error);
    end(exitCodeOf(error, signal), { kind, message: redact(message) });
    throw error;
  } finally {
    if (own === undefined) await telemetry[Symbol.asyncDispose]();
  }
}
