import type { Schemas } from "@qdrant/js-client-rest";
import type { PassageFilter } from "../../ports/index.ts";
import { speakerKey } from "./point.ts";

/** A filter of Qdrant that holds a condition: an empty one would mean every point, of everybody. */
export interface Filter {
  readonly must: [Schemas["FieldCondition"], ...(Schemas["FieldCondition"] | Schemas["HasIdCondition"])[]];
}

/** By a field that is Colloquy's own: points of a user may have `workspace` too. */
export function ofWorkspace(workspace: string): Filter {
  return { must: [{ key: "passageOf", match: { value: workspace } }] };
}

export function withIds(workspace: string, ids: readonly (string | number)[]): Filter {
  return { must: [...ofWorkspace(workspace).must, { has_id: [...ids] }] };
}

/** The dimension of a term belongs to one workspace. */
export function withTerm(dimension: number): Filter {
  return { must: [{ key: "terms", match: { value: dimension } }] };
}

export function withTerms(workspace: string, dimensions: readonly number[]): Filter {
  return { must: [...ofWorkspace(workspace).must, { key: "terms", match: { any: [...dimensions] } }] };
}

export function inFile(workspace: string, file: string): Filter {
  return { must: [...ofWorkspace(workspace).must, { key: "file", match: { value: file } }] };
}

export function betweenOrdinals(workspace: string, transcript: string, from: number, to: number): Filter {
  return {
    must: [
      ...ofWorkspace(workspace).must,
      { key: "transcript", match: { value: transcript.toWellFormed() } },
      { key: "ordinal", range: { gte: from, lte: to } },
    ],
  };
}

/** Null where nothing can pass. */
export function passing(workspace: string, { files, speakers }: PassageFilter): Filter | null {
  if (files?.length === 0 || speakers?.length === 0) return null;
  const byFile = files?.map((file) => file.toWellFormed());
  return {
    must: [
      ...ofWorkspace(workspace).must,
      ...(byFile === undefined ? [] : [{ key: "file", match: { any: byFile } }]),
      ...(speakers === undefined ? [] : [{ key: "speakerKeys", match: { any: speakers.map(speakerKey) } }]),
    ],
  };
}
