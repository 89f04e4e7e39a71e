import type { Schemas } from "@qdrant/js-client-rest";
import type { ChunkFilter } from "../../ports/index.ts";
import { OWNER_FIELD, speakerKey } from "./point.ts";

/** A filter of Qdrant with at least one condition: an empty filter matches all points of all owners. */
export interface Filter {
  readonly must: [
    Schemas["FieldCondition"],
    ...(Schemas["FieldCondition"] | Schemas["HasIdCondition"] | Schemas["Filter"])[],
  ];
}

/** Filters by a field of Colloquy's own: points of a user may have `workspace` too. */
export function ofWorkspace(workspace: string): Filter {
  return { must: [{ key: OWNER_FIELD, match: { value: workspace } }] };
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

interface OrdinalRange {
  readonly transcript: string;
  readonly from: number;
  readonly to: number;
}

/** Chunks in any of the ranges; there must be at least one range. */
export function aroundOrdinals(workspace: string, ranges: readonly OrdinalRange[]): Filter {
  const should = ranges.map(({ transcript, from, to }) => ({
    must: [
      { key: "transcript", match: { value: transcript.toWellFormed() } },
      { key: "ordinal", range: { gte: from, lte: to } },
    ],
  }));
  return { must: [...ofWorkspace(workspace).must, { should }] };
}

/** Null when nothing can match. */
export function passing(workspace: string, { files, speakers }: ChunkFilter): Filter | null {
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
