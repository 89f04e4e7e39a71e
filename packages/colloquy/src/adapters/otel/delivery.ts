import { BatchSpanProcessor, type SpanProcessor } from "@opentelemetry/sdk-trace";
import { DestinationExporter } from "./exporter.ts";
import { showAddress, type TraceDestination } from "./settings/index.ts";

const FLUSH_MS = 5_000;
const DELAY_MS = 2_000;
/** A thousand calls a second end two thousand spans. */
const SPANS = { perPost: 2_048, waiting: 16_384 };
/** Spans that hold prompts and replies are tens of kilobytes each, and receivers take some megabytes at once. */
const SPANS_WITH_CONTENT = { perPost: 128, waiting: 2_048 };

/** The way of spans to one receiver: a bounded queue, which drops what comes too fast, and what sends from it. */
export class Delivery {
  readonly destination: TraceDestination;
  readonly processor: SpanProcessor;
  readonly #exporter: DestinationExporter;
  readonly #tell: (sentence: string) => void;
  #closing: Promise<void> | null = null;

  constructor(destination: TraceDestination, wantsContent: boolean, tell: (sentence: string) => void) {
    const { perPost, waiting } = wantsContent ? SPANS_WITH_CONTENT : SPANS;
    this.destination = destination;
    this.#tell = tell;
    this.#exporter = new DestinationExporter(destination, tell);
    this.processor = new BatchSpanProcessor({
      exporter: this.#exporter,
      maxExportBatchSize: perPost,
      maxQueueSize: waiting,
      scheduledDelayMillis: DELAY_MS,
    });
  }

  /** Spans that arrived. */
  get delivered(): number {
    return this.#exporter.delivered;
  }

  /** Sends what waits, for five seconds at most: what is under way then is given up, and nothing is sent any more. */
  async flush(): Promise<void> {
    const patience = setTimeout(() => void this.#exporter.abandon(), FLUSH_MS);
    try {
      await this.processor.forceFlush();
      await this.#exporter.settled();
    } finally {
      clearTimeout(patience);
    }
  }

  /** Flushes and ends. `ended`: how many spans there were in all. */
  close(ended: number): Promise<void> {
    this.#closing ??= this.#close(ended);
    return this.#closing;
  }

  async #close(ended: number): Promise<void> {
    await this.flush();
    await this.processor.shutdown();
    const lost = ended - this.delivered;
    if (lost === 0 || this.#exporter.hasFailed) return;
    this.#tell(
      `${lost} of ${ended} spans were not sent to ${showAddress(this.destination.url)}, because they came faster than it ` +
        "took them: the trace is incomplete. The results of the run are not.",
    );
  }
}
