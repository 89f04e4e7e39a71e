import { resourceFromAttributes } from "@opentelemetry/resources";
import { AlwaysOnSampler, type SpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { Telemetry } from "../../ports/index.ts";
import { Delivery } from "./delivery.ts";
import { failureWording } from "./failure-wording.ts";
import { traceLink } from "./trace-link.ts";
import type { TraceSettings } from "./settings/index.ts";
import { type RootIds, startRun } from "./spans.ts";

export interface OtelOptions {
  /** Whether spans hold prompts and replies. */
  readonly traceContent: boolean;
  /** Of this program. */
  readonly version: string;
  /** Hears one sentence at most for each destination that does not get its spans. */
  readonly tell: (sentence: string) => void;
  /** Takes the secrets out of a text. */
  readonly redact: (text: string) => string;
}

/**
 * Sends what a run does as OpenTelemetry spans, the same to every destination. It registers nothing globally: what the
 * host traces, and where to, is its own. Nothing is sent before there are spans, and nothing throws.
 */
export function openOtelTelemetry({ destinations, resource }: TraceSettings, options: OtelOptions): Telemetry {
  const { traceContent, version, redact } = options;
  const tell = unthrowing(options.tell);
  const deliveries = destinations.map((destination) => new Delivery(destination, traceContent, tell));
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

/** What a listener throws would end the process, since it is told from within a timer. */
function unthrowing(tell: (sentence: string) => void): (sentence: string) => void {
  return (sentence) => {
    try {
      tell(sentence);
    } catch {
      // The listener has failed at a warning; the run that it listens to is well.
    }
  };
}

/** What was lost is what ended and did not arrive: the queues do not tell what they drop. */
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
