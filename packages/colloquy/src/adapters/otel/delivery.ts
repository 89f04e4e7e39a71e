import { BatchSpanProcessor, type SpanProcessor } from "@opentelemetry/sdk-trace";
import { DestinationExporter } from "./exporter.ts";
import { showAddress, type TraceDestination } from "./settings/index.ts";

const FLUSH_MS = 5_000;
const DELAY_MS = 2_000;
/** Enough for a thousand calls a second, which end two thousand spans. */
const SPANS = { perPost: 2_048, waiting: 16_384 };
/** Spans with prompts and replies have tens of kilobytes each. Receivers accept a few megabytes at once. */
const SPANS_WITH_CONTENT = { perPost: 128, waiting: 2_048 };

/** Delivers spans to one receiver: a bounded queue, which drops spans that come too fast, and the sending from it. */
export class Delivery {
  readonly destination: TraceDestination;
  readonly processor: SpanProcessor;
  readonly #exporter: DestinationExporter;
  readonly #warn: (sentence: string) => void;
  #closing: Promise<void> | null = null;

  constructor(destination: TraceDestination, wantsContent: boolean, warn: (sentence: string) => void) {
    const { perPost, waiting } = wantsContent ? SPANS_WITH_CONTENT : SPANS;
    this.destination = destination;
    this.#warn = warn;
    this.#exporter = new DestinationExporter(destination, warn);
    this.processor = new BatchSpanProcessor({
      exporter: this.#exporter,
      maxExportBatchSize: perPost,
      maxQueueSize: waiting,
      scheduledDelayMillis: DELAY_MS,
    });
  }

  /** Number of spans that were received. */
  get delivered(): number {
    return this.#exporter.delivered;
  }

  /** Sends the queued spans, for five seconds at most. Then it cancels the posts in flight and sends nothing more. */
  async flush(): Promise<void> {
    const patience = setTimeout(() => void this.#exporter.abandon(), FLUSH_MS);
    try {
      await this.processor.forceFlush();
      await this.#exporter.settled();
    } finally {
      clearTimeout(patience);
    }
  }

  /** Flushes and closes. `ended`: how many spans ended in all. */
  close(ended: number): Promise<void> {
    this.#closing ??= this.#close(ended);
    return this.#closing;
  }

  async #close(ended: number): Promise<void> {
    await this.flush();
    await this.processor.shutdown();
    const lost = ended - this.delivered;
    if (lost === 0 || this.#exporter.hasFailed) return;
    this.#warn(
      `${lost} of ${ended} spans were not sent to ${showAddress(this.destination.url)}, because they arrived faster than it ` +
        "accepted them: the trace is incomplete. The results of the run are not.",
    );
  }
}
