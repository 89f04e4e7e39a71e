import { z } from "zod";

/** The share of attempts that fail, by kind; an attempt has one fault at most. */
export interface FaultRates {
  /** 500. */
  readonly serverError: number;
  /** 503. */
  readonly overloaded: number;
  /** The connection is lost, before the reply or in the middle of it. */
  readonly reset: number;
  /** The connection stays open, and nothing more is sent. */
  readonly hang: number;
  /** The reply ends at a limit of tokens that the call did not set. */
  readonly cutOff: number;
  /** The reply is complete and no JSON. */
  readonly badJson: number;
}

const NO_FAULTS: FaultRates = { serverError: 0, overloaded: 0, reset: 0, hang: 0, cutOff: 0, badJson: 0 };

/** The rates of a good provider, seen over some thousand calls. */
export const USUAL_FAULTS: FaultRates = {
  serverError: 0.005,
  overloaded: 0.002,
  reset: 0.002,
  hang: 0.001,
  cutOff: 0.01,
  badJson: 0.005,
};

const share = z.number().min(0).max(1);
/** In YAML, `unlimited` stands for null, which looks like a forgotten value. */
const perMinute = z.union([z.literal("unlimited").transform(() => null), z.number().positive().nullable()], {
  error: "Expected a number above 0, or unlimited",
});
const seconds = z.number().min(0);
const tokens = z.int().min(1);

const span = { fromSeconds: seconds, toSeconds: seconds };

const phaseOfAnyLength = z.discriminatedUnion("kind", [
  /** A share of the calls is answered with 429, whatever the limits. */
  z.strictObject({ kind: z.literal("storm"), ...span, share: share.default(0.9) }),
  /** A share of the calls is answered with 503 `slow_down`. */
  z.strictObject({ kind: z.literal("slow-down"), ...span, share: share.default(0.5) }),
  /** Every call is answered with 429 `insufficient_quota`. */
  z.strictObject({ kind: z.literal("quota"), ...span }),
  /** No call is answered, and replies in flight break off: refused connections, lost ones, or 500s. */
  z.strictObject({ kind: z.literal("outage"), ...span, shape: z.enum(["refused", "reset", "error"]).default("reset") }),
]);

/** A time in which the whole provider has a fault. */
const phaseSchema = phaseOfAnyLength.refine(({ fromSeconds, toSeconds }) => toSeconds > fromSeconds, {
  error: "Expected a time after fromSeconds",
  path: ["toSeconds"],
});

const triggeredFault = z.enum([
  "refusal",
  "wrong-schema",
  "huge",
  "bad-request",
  "omission",
  "server-error",
  "bad-json",
  "hang",
  "reset",
]);

const faultRates = z.strictObject({
  serverError: share.default(0),
  overloaded: share.default(0),
  reset: share.default(0),
  hang: share.default(0),
  cutOff: share.default(0),
  badJson: share.default(0),
});

/** All options of a simulated provider. Scripted times are seconds since the first call. */
export const simulationSchema = z.strictObject({
  /** Another seed gives other latencies and faults. */
  seed: z.union([z.int(), z.string()]).default(1).transform(String),
  /** Chat requests a minute; null: unlimited. */
  rpm: perMinute.default(500),
  /** Chat tokens a minute; null: unlimited. */
  tpm: perMinute.default(200_000),
  embeddingRpm: perMinute.default(3_000),
  embeddingTpm: perMinute.default(1_000_000),
  /** What a chat call is charged when it is admitted: max(max_tokens, prompt), their sum, or the prompt alone. */
  charge: z.enum(["max", "sum", "input"]).default("max"),
  /** Whether a complete reply returns what it was charged too much. */
  refund: z.enum(["none", "on-complete"]).default("none"),
  /** The window that limits are enforced over, whatever the headers say. */
  windowSeconds: z.number().positive().max(60).default(60),
  /** How full the buckets are at the first call. */
  initialFill: share.default(1),
  /** Whether a 429 takes a request of the limit. */
  rejectedDebits: z.boolean().default(false),
  /** The share of the tokens that other clients of the account use. */
  background: z.number().min(0).max(0.99).default(0),
  /** Limits times `factor` from a time on. */
  limitChanges: z.array(z.strictObject({ atSeconds: seconds, factor: z.number().positive() })).default([]),
  /** Limit headers: those of OpenAI, none, or all -1. */
  headers: z.enum(["full", "absent", "-1"]).default("full"),
  latency: z
    .strictObject({
      /** Median of the time to the first token. */
      firstTokenMs: z.number().min(0).default(700),
      firstTokenSigma: z.number().min(0).default(0.35),
      /** Median. */
      tokensPerSecond: z.number().positive().default(90),
      speedSigma: z.number().min(0).default(0.25),
      /** The share of calls that take up to `stragglerFactor` times as long. */
      stragglers: share.default(0.01),
      stragglerFactor: z.number().min(1).default(5),
      embeddingMs: z.number().min(0).default(150),
      embeddingMsPerToken: z.number().min(0).default(0.02),
    })
    .prefault({}),
  /** Divides latencies; limits and scripted times stay as they are. */
  timeScale: z.number().positive().default(1),
  /** Tokens that usage counts a chunk, whatever the length of the text; null: characters / 4 of the text. */
  outputTokensPerChunk: tokens.nullable().default(220),
  /** How much a chunk differs from that at most; it varies with its words. */
  outputSpread: z.number().min(0).max(0.95).default(0.1),
  /** Whether longer chunks have longer replies; a chunk of the usual length has `outputTokensPerChunk`. */
  outputFollowsLength: z.boolean().default(false),
  /** Hidden tokens of a model that reasons first; above 0, `max_tokens` and `temperature` are refused. */
  reasoningTokens: z.int().min(0).default(0),
  /** How often an attempt fails, by kind. */
  faults: z
    .union([z.enum(["none", "usual"]), faultRates], {
      error: "Expected none, usual, or a share from 0 to 1 for serverError, overloaded, reset, hang, cutOff or badJson",
    })
    .default("none")
    .transform((rates) => (rates === "none" ? NO_FAULTS : rates === "usual" ? USUAL_FAULTS : rates)),
  phases: z.array(phaseSchema).default([]),
  /** The fault of every call whose prompt, or one of whose texts, contains these words. */
  triggers: z.array(z.strictObject({ contains: z.string().min(1), fault: triggeredFault })).default([]),
  /** When set, another key is refused. */
  apiKey: z.string().min(1).nullable().default(null),
  /** When set, other models are not found. */
  models: z.array(z.string().min(1)).nullable().default(null),
  /** False: a `json_schema` is refused. */
  structuredOutputs: z.boolean().default(true),
  /** Prompt and reply together. */
  contextTokens: tokens.default(128_000),
  /** Of vectors, unless the call names others. */
  dimensions: z.int().min(1).max(4_096).default(256),
  /** Between two pieces of a streamed reply. */
  pieceMs: z.number().min(10).default(250),
});

/** The options of a simulated provider. All have defaults. */
export type SimulationOptions = z.input<typeof simulationSchema>;
/** The options with their defaults. */
export type Simulation = z.output<typeof simulationSchema>;
export type Phase = Simulation["phases"][number];
export type TriggeredFault = z.output<typeof triggeredFault>;

/** A simulated provider cannot start. The message says in one sentence why, and what to do. */
export class SimulationError extends Error {
  /** What to change: the options, or the port. */
  readonly subject: "options" | "port";

  constructor(subject: SimulationError["subject"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SimulationError";
    this.subject = subject;
  }
}

/** Fills in the defaults. `where` names the options in messages. @throws SimulationError that names the option. */
export function checkSimulation(options: unknown = {}, where = "the simulation"): Simulation {
  const checked = simulationSchema.safeParse(options);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const at = issue?.path.join(".") ?? "";
  const subject = at === "" ? where.replace(/^the/, "The") : `\`${at}\` of ${where}`;
  throw new SimulationError(
    "options",
    `${subject} cannot be used: ${issue?.message ?? "it is no simulation"}; correct it and start again.`,
  );
}
