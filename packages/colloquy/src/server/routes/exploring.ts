import type {
  Entity,
  GraphPart,
  GraphRequest,
  KeptAnswer,
  Occurrence,
  Overview,
  Suggestions,
  Transcript,
  TranscriptText,
} from "../../api/index.ts";
import type { Listing, Workspace } from "../../composition/index.ts";
import { Refusal } from "../problem.ts";

interface Reading {
  readonly signal?: AbortSignal;
}

/** The bounded reads of views. */
export interface Exploring {
  overview(options: Reading): Promise<Overview>;
  transcript(
    fileOrId: string,
    options: Reading & { readonly chunk?: string },
  ): Promise<Omit<Transcript, "media"> | null>;
  transcriptText(
    transcript: string,
    options: Reading & { readonly from: number; readonly count: number },
  ): Promise<TranscriptText>;
  occurrences(
    entity: string,
    options: Reading & {
      readonly limit: number;
      readonly cursor?: string;
      readonly file?: string;
      readonly speaker?: string;
    },
  ): Promise<Listing<Occurrence>>;
  entity(nameOrId: string, options: Reading): Promise<Entity | null>;
  part(
    request: {
      readonly start: GraphRequest["start"];
      readonly known: readonly string[];
      readonly limit: number;
    },
    options: Reading,
  ): Promise<GraphPart>;
  path(one: string, other: string, options: Reading): Promise<GraphPart>;
  suggest(words: string, options: Reading & { readonly limit: number }): Promise<Suggestions>;
  answers(options: { readonly limit: number }): Promise<readonly KeptAnswer[]>;
}

export function exploring(workspace: Workspace): Exploring {
  const found = (workspace as { readonly explore?: Exploring }).explore;
  if (found === undefined) throw new Refusal(500, "unexpected", "This read is not built yet.");
  return found;
}
