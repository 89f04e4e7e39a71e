import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { IngestOptions, IngestResult, RunEvent } from "../../src/index.ts";
import { type CostReport, type PerformanceReport, readReports, type RunReports } from "../../src/metrics/index.ts";
import { type SimulatedServer, type SimulationOptions, startSimulatedProvider } from "@colloquy/simulated-provider";
import { IngestFixture } from "../ingest-fixture.ts";

/** A provider without limits and with fast replies. */
const QUICK = {
  timeScale: 100,
  rpm: null,
  tpm: null,
  embeddingRpm: null,
  embeddingTpm: null,
} as const satisfies SimulationOptions;

/** Faults for one attempt in five: far more than usual, so that a short run has all of them. */
export const MANY_FAULTS = {
  serverError: 0.04,
  overloaded: 0.03,
  reset: 0.04,
  hang: 0.02,
  cutOff: 0.04,
  badJson: 0.04,
} as const;

/** A simulated provider that counts all tokens, and a folder of talks. */
export class SpendingFixture implements AsyncDisposable {
  readonly folder = new IngestFixture();
  readonly provider: SimulatedServer;
  /** The events of all runs. */
  readonly events: RunEvent[] = [];

  private constructor(provider: SimulatedServer, talks: number) {
    this.provider = provider;
    for (let seed = 1; seed <= talks; seed += 1) this.folder.writeTalk(`talk-${seed}.txt`, seed, 120);
  }

  static async open(simulation: SimulationOptions = {}, talks = 4): Promise<SpendingFixture> {
    return new SpendingFixture(await startSimulatedProvider({ ...QUICK, ...simulation }), talks);
  }

  get models(): Pick<IngestOptions, "model" | "embeddingModel" | "baseUrl"> {
    return { model: "gpt-4o-mini", embeddingModel: "text-embedding-3-small", baseUrl: this.provider.url };
  }

  get reportsIn(): string {
    return join(this.folder.root, "metrics", "talks");
  }

  async ingest(options: Partial<IngestOptions> = {}): Promise<IngestResult> {
    const { onEvent } = options;
    return this.folder.ingest({
      ...this.models,
      batchSize: 4,
      timeoutMs: 2_000,
      ...options,
      onEvent: (event) => {
        this.events.push(event);
        onEvent?.(event);
      },
    });
  }

  /** The reports of the latest run. */
  reports(): RunReports {
    return readReports(this.reportsIn, null);
  }

  /** All cost reports, the oldest first. */
  costReports(): readonly CostReport[] {
    return this.#all<CostReport>(/^cost_report_/);
  }

  performanceReports(): readonly PerformanceReport[] {
    return this.#all<PerformanceReport>(/^performance_report_/);
  }

  read(name: string): string {
    return readFileSync(join(this.reportsIn, name), "utf8");
  }

  /** Sorted names of all files in the report folder; empty if it does not exist. */
  files(): readonly string[] {
    return existsSync(this.reportsIn) ? readdirSync(this.reportsIn).toSorted() : [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.provider.close();
    this.folder[Symbol.dispose]();
  }

  #all<Report extends { readonly startedAt: string }>(name: RegExp): readonly Report[] {
    const files = this.files().filter((file) => name.test(file));
    const reports = files.map((file) => JSON.parse(this.read(file)) as Report);
    return reports.toSorted((one, other) => one.startedAt.localeCompare(other.startedAt));
  }
}
