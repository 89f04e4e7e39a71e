import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span as OtelSpan,
  SpanStatusCode,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import type {
  AttemptEnd,
  AttemptFacts,
  BatchFacts,
  BatchSpan,
  RunEnd,
  RunSpan,
  TraceSpan,
  SpanFailure,
  StageSpan,
} from "../../ports/index.ts";
import { AttemptTemplates } from "./attempt-attributes.ts";
import { contentAttributes } from "./content-attributes.ts";
import { endAttributes } from "./end-attributes.ts";
import type { FailureWording } from "./failure-wording.ts";
import { replyAttributes } from "./reply-attributes.ts";
import { requestAttributes } from "./request-attributes.ts";
import { SPAN_KIND } from "./span-kinds.ts";

/** Values that the spans of one run share. */
interface Surroundings {
  readonly tracer: Tracer;
  readonly run: Attributes;
  readonly templates: AttemptTemplates;
  /** Whether content is also written in LangSmith's form. */
  readonly forLangSmith: boolean;
  readonly wording: FailureWording;
}

/** The ids of a run's root span, for links to it. */
export interface StartedRun {
  readonly span: RunSpan;
  readonly root: RootIds;
}

/** In hexadecimal digits. */
export interface RootIds {
  readonly traceId: string;
  readonly spanId: string;
}

/** Begins the trace of a run, independent of the host's traces. */
export function startRun(
  tracer: Tracer,
  facts: { readonly runId: string; readonly workspace: string },
  shown: Pick<Surroundings, "forLangSmith" | "wording">,
): StartedRun {
  // Langfuse and Phoenix group the traces of a session if each span has its id.
  const run = { "colloquy.run": facts.runId, "colloquy.workspace": facts.workspace, "session.id": facts.runId };
  const attributes = {
    ...run,
    ...SPAN_KIND.step,
    "langsmith.metadata.run": facts.runId,
    "langsmith.metadata.workspace": facts.workspace,
  };
  const span = tracer.startSpan(`colloquy ${facts.workspace}`, { attributes }, ROOT_CONTEXT);
  const within = trace.setSpan(ROOT_CONTEXT, span);
  const surroundings: Surroundings = { tracer, run, templates: new AttemptTemplates(run), ...shown };
  const { traceId, spanId } = span.spanContext();
  return {
    root: { traceId, spanId },
    span: {
      stage: (stage) => startStage(stage, surroundings, within),
      attempt: (attempt) => startAttempt(attempt, surroundings, within, {}),
      end: (end) => endRun(span, end, surroundings),
    },
  };
}

function endRun(span: OtelSpan, end: RunEnd, surroundings: Surroundings): void {
  const { exitCode, failure, costUsd, inputTokens, outputTokens } = end;
  span.setAttributes({
    "colloquy.exit_code": exitCode,
    "colloquy.input_tokens": inputTokens,
    "colloquy.output_tokens": outputTokens,
    "langsmith.metadata.exit_code": exitCode,
    ...(costUsd === null ? {} : { "colloquy.cost_usd": costUsd, "langsmith.metadata.cost_usd": costUsd }),
  });
  endStep(span, failure, surroundings);
}

function startStage(stage: string, surroundings: Surroundings, parent: Context): StageSpan {
  const attributes = { ...surroundings.run, ...SPAN_KIND.step, "colloquy.stage": stage };
  const span = surroundings.tracer.startSpan(stage, { attributes }, parent);
  const within = trace.setSpan(parent, span);
  return {
    batch: (facts) => startBatch(facts, surroundings, within),
    end: ({ failure }) => endStep(span, failure, surroundings),
  };
}

function startBatch(facts: BatchFacts, surroundings: Surroundings, parent: Context): BatchSpan {
  const { stage, batch, chunks } = facts;
  const attributes = {
    ...surroundings.run,
    ...SPAN_KIND.step,
    "colloquy.stage": stage,
    "colloquy.batch": batch,
    "colloquy.chunks": [...chunks],
    "langsmith.metadata.batch": batch,
    "langsmith.metadata.chunks": chunks.join(","),
  };
  const span = surroundings.tracer.startSpan(`${stage} batch`, { attributes }, parent);
  const within = trace.setSpan(parent, span);
  const place = { "colloquy.stage": stage, "colloquy.batch": batch };
  return {
    attempt: (attempt) => startAttempt(attempt, surroundings, within, place),
    end: ({ settled, failure }) => {
      span.setAttribute("colloquy.settled", settled);
      endStep(span, failure, surroundings);
    },
  };
}

function startAttempt(
  facts: AttemptFacts,
  own: Surroundings,
  parent: Context,
  place: Attributes,
): TraceSpan<AttemptEnd> {
  const { attempt, waitMs, expected } = facts;
  const { name, kind, operation, provider, attributes: shared } = own.templates.of(facts);
  const attributes: Attributes = {
    ...shared,
    ...place,
    "colloquy.attempt": attempt,
    "colloquy.wait_ms": waitMs,
    "colloquy.expected_input_tokens": expected.inputTokens,
    "langsmith.metadata.attempt": attempt,
    "langsmith.metadata.wait_ms": waitMs,
  };
  if (operation !== null && expected.maxOutputTokens > 0)
    attributes["gen_ai.request.max_tokens"] = expected.maxOutputTokens;
  const startedAt = Date.now();
  const span = own.tracer.startSpan(name, { kind, attributes }, parent);
  return {
    end: (end) => {
      span.setAttributes({
        ...requestAttributes(end.request, provider),
        ...replyAttributes(end),
        ...endAttributes(end, operation, startedAt),
        ...contentAttributes(end, own.forLangSmith),
      });
      endStep(span, end.failure, own);
    },
  };
}

/** LangSmith shows this event as the error of a run. */
function endStep(span: OtelSpan, failure: SpanFailure | null, { wording }: Pick<Surroundings, "wording">): void {
  if (failure !== null) {
    const message = wording(failure);
    // The conventions' word for an error without a name.
    span.setAttribute("error.type", failure.kind === "other" ? "_OTHER" : failure.kind);
    span.setStatus({ code: SpanStatusCode.ERROR, message });
    span.addEvent("exception", { "exception.type": failure.kind, "exception.message": message });
  }
  span.end();
}
