/** Variables of the process and of `.env`, as the caller holds them. */
export type TraceEnvironment = Readonly<Record<string, string | undefined>>;

/** The LangSmith project that a run's link leads to. */
export interface LangSmithProject {
  readonly kind: "langsmith";
  /** Of the API, without a slash at its end. */
  readonly endpoint: string;
  readonly project: string;
  /** Null where the key belongs to one workspace alone. */
  readonly workspaceId: string | null;
}

/** Another service whose pages of traces have known addresses. */
export interface TraceSite {
  readonly kind: "langfuse" | "phoenix";
  /** Without a slash at its end, credentials and query. */
  readonly web: string;
}

/** One receiver of spans. */
export interface TraceDestination {
  /** Spans are posted here. It holds no credentials, but perhaps a query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly encoding: "protobuf" | "json";
  readonly gzip: boolean;
  /** How long one post may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The variables that gave the address and the key, as warnings name them. */
  readonly addressVariable: string;
  readonly keyVariable: string;
  /** Where people look at its traces; null where that does not follow from its settings. */
  readonly site: LangSmithProject | TraceSite | null;
}

/** Where traces go and what they say of their origin. */
export interface TraceSettings {
  /** Empty: nobody wants traces. */
  readonly destinations: readonly TraceDestination[];
  /** Of the process that is traced: `service.name` and what the user adds. */
  readonly resource: Readonly<Record<string, string>>;
  /** Sentences about settings that have no effect. */
  readonly warnings: readonly string[];
}

/** Hears why a setting has no effect. */
export type Warn = (sentence: string) => void;

/** As LangSmith's own libraries are switched on; OpenTelemetry's variables know `true` alone. */
export function isTrue(text: string | undefined): boolean {
  return /^(true|1|yes|on)$/i.test(text?.trim() ?? "");
}

export function isFalse(text: string | undefined): boolean {
  return /^(false|0|no|off)$/i.test(text?.trim() ?? "");
}
