/** Variables of the process and of `.env`, from the caller. */
export type TraceEnvironment = Readonly<Record<string, string | undefined>>;

/** The LangSmith project that a run's link leads to. */
export interface LangSmithProject {
  readonly kind: "langsmith";
  /** Address of the API, without a slash at its end. */
  readonly endpoint: string;
  readonly project: string;
  /** Null if the key belongs to one workspace only. */
  readonly workspaceId: string | null;
}

/** Another service with known addresses of its trace pages. */
export interface TraceSite {
  readonly kind: "langfuse" | "phoenix";
  /** Without a slash at its end, credentials and query. */
  readonly web: string;
}

/** One receiver of spans. */
export interface TraceDestination {
  /** Spans are posted here. It has no credentials, but may have a query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly encoding: "protobuf" | "json";
  readonly gzip: boolean;
  /** How long one post may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The variables of the address and the key, for warnings. */
  readonly addressVariable: string;
  readonly keyVariable: string;
  /** The site with its trace pages; null if it cannot be derived from the settings. */
  readonly site: LangSmithProject | TraceSite | null;
}

/** The destinations of traces, and the attributes of their source. */
export interface TraceSettings {
  /** Empty: no traces are sent. */
  readonly destinations: readonly TraceDestination[];
  /** Attributes of the traced process: `service.name` and the user's own. */
  readonly resource: Readonly<Record<string, string>>;
  /** Sentences about settings that have no effect. */
  readonly warnings: readonly string[];
}

/** Called with the reason why a setting has no effect. */
export type Warn = (sentence: string) => void;

/** The values that enable LangSmith's own libraries. OpenTelemetry's variables accept `true` only. */
export function isTrue(text: string | undefined): boolean {
  return /^(true|1|yes|on)$/i.test(text?.trim() ?? "");
}

export function isFalse(text: string | undefined): boolean {
  return /^(false|0|no|off)$/i.test(text?.trim() ?? "");
}
