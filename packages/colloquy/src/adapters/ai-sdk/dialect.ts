import type { Complaint } from "./failures/complaint.ts";
import type { Endpoint } from "./endpoint.ts";
import { type Bound, BOUNDS } from "./schema-bounds.ts";

/**
 * How the shape of a reply is asked for, the strictest first: the schema, guaranteed; the schema, as far as it can be
 * guaranteed; some JSON object; nothing. In the last two the prompt carries the schema.
 */
export type ReplyFormat = "strict-schema" | "schema" | "object" | "text";

/** What a model understands of what could be asked of it. */
export interface Dialect {
  readonly format: ReplyFormat;
  /** What a schema must not have: a strict provider refuses all of a schema for one word that it does not know. */
  readonly refusedBounds: readonly Bound[];
  readonly temperature: boolean;
  /** What the parameter is called that bounds the reply. */
  readonly tokenLimit: "max_tokens" | "max_completion_tokens";
  /** Whether a streamed reply can be asked to end with its usage. */
  readonly streamedUsage: boolean;
  /** The most that the model writes in one reply; null where it has not complained. */
  readonly maxOutputTokens: number | null;
}

const FULL_DIALECT: Dialect = {
  format: "strict-schema",
  refusedBounds: [],
  temperature: true,
  tokenLimit: "max_tokens",
  streamedUsage: true,
  maxOutputTokens: null,
};

/**
 * What a model is asked at first: everything that its provider is not known to refuse. By their guides on structured
 * outputs, OpenAI's strict mode bounds lists but no texts, and Azure's neither.
 */
export function firstDialect({ provider, compatible, azure }: Endpoint): Dialect {
  if (azure) return { ...FULL_DIALECT, refusedBounds: BOUNDS };
  if (provider === "openai" && !compatible) return { ...FULL_DIALECT, refusedBounds: ["minLength", "maxLength"] };
  return FULL_DIALECT;
}

const LOOSER: Readonly<Record<ReplyFormat, ReplyFormat | null>> = {
  "strict-schema": "schema",
  schema: "object",
  object: "text",
  text: null,
};

const REFUSED_STATUSES: readonly (number | null)[] = [400, 422, 500, 501];

/**
 * What is left of a dialect when a model has complained of a part of it; null where it complains of something else, so
 * that asking otherwise would not help.
 */
export function adaptDialect(dialect: Dialect, complaint: Complaint): Dialect | null {
  if (!REFUSED_STATUSES.includes(complaint.status)) return null;
  const said = `${complaint.parameter} ${complaint.message}`;
  const most = /supports at most (\d+) completion tokens/i.exec(said)?.[1];
  if (most !== undefined && Number(most) > 0) return { ...dialect, maxOutputTokens: Number(most) };
  if (/max_completion_tokens|max_tokens/.test(said)) {
    const tokenLimit = wantedTokenLimit(said);
    return tokenLimit === dialect.tokenLimit ? null : { ...dialect, tokenLimit };
  }
  if (/stream_options|include_usage/.test(said) && dialect.streamedUsage) return { ...dialect, streamedUsage: false };
  if (/temperature/.test(said) && dialect.temperature) return { ...dialect, temperature: false };
  const named = BOUNDS.filter((bound) => said.includes(bound) && !dialect.refusedBounds.includes(bound));
  if (named.length > 0) return { ...dialect, refusedBounds: [...dialect.refusedBounds, ...named] };
  if (
    /response_?format|response_?schema|json_schema|json_object|structured.?output|output_?(config|format)|grammar|\bschema\b/i.test(
      said,
    )
  ) {
    const format = LOOSER[dialect.format];
    return format === null ? null : { ...dialect, format };
  }
  return null;
}

/** "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", or the other way round. */
function wantedTokenLimit(said: string): Dialect["tokenLimit"] {
  const refused = /max_completion_tokens|max_tokens/.exec(said)?.[0];
  return refused === "max_tokens" ? "max_completion_tokens" : "max_tokens";
}
