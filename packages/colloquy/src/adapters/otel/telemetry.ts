import { resourceFromAttributes } from "@opentelemetry/resources";
import { AlwaysOnSampler, type SpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { Telemetry } from "../../ports/index.ts";
import { Delivery } from "./delivery.ts";
import { failureWording } from "./failure-wording.ts";
import { traceLink } from "./trace-link.ts";
import type { TraceSettings } from "./settings/index.ts";
import { type RootIds, startRun } from "./spans.ts";

export interface OtelOptions {
  /** Whether spans have prompts and replies. */
  readonly traceContent: boolean;
  /** The version of this program. */
  readonly version: string;
  /** Called at most once per destination that does not get its spans. */
  readonly warn: (sentence: string) => void;
  /** Removes secrets from a text. */
  readonly redact: (text: string) => string;
}

/**
 * Sends the steps of a run as OpenTelemetry spans, the same to every destination. It registers nothing globally, so the
 * host's own traces are not affected. Nothing is sent before there are spans, and nothing throws.
 */
export function openOtelTelemetry({ destinations, resource }: TraceSettings, options: OtelOptions): Telemetry {
  const { traceContent, version, redact } = options;
  const warn = unthrowing(options.warn);
  const deliveries = destinations.map((destination) => new Delivery(destination, traceContent, warn));
  const counter = new EndedSpans();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      "service.version": version,
      "telemetry.sdk.name": "opentelemetry",
      "telemetry.sdk.language": "nodejs",
      ...resource,
    }),
    sampler: new AlwaysOnSampler(),
    spanProcessors: [counter, ...deliveries.map(({ processor }) => processor)],
  });
  const tracer = provider.getTracer("colloquy", version);
  const forLangSmith = destinations.some(({ site }) => site?.kind === "langsmith");
  const shown = { forLangSmith, wording: failureWording(traceContent, redact) };
  const runs: RootIds[] = [];
  return {
    wantsContent: traceContent,
    run(facts) {
      const { span, root } = startRun(tracer, facts, shown);
      runs.push(root);
      return span;
    },
    async links() {
      if (runs.length === 0) return [];
      await Promise.all(deliveries.map((delivery) => delivery.flush()));
      const reached = deliveries.filter(({ delivered }) => delivered > 0);
      return Promise.all(reached.flatMap(({ destination }) => runs.map((root) => traceLink(destination, root))));
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(deliveries.map((delivery) => delivery.close(counter.ended)));
    },
  };
}

/** Catches errors of the listener: it is called from a timer, where an error would end the process. */
function unthrowing(warn: (sentence: string) => void): (sentence: string) => void {
  return (sentence) => {
    try {
      warn(sentence);
    } catch {
      // Only the listener failed; the run is not affected.
    }
  };
}

/** Lost spans are those that ended and were not received: the queues do not report what they drop. */
class EndedSpans implements SpanProcessor {
  #ended = 0;

  get ended(): number {
    return this.#ended;
  }

  onStart(): void {}

  onEnd(): void {
    this.#ended += 1;
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
