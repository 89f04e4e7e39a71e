import type { EntityRow } from "../model/index.ts";

/** An entity by which another one is described. */
export interface EntityReference {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

export function referenceTo({ id, name, type }: EntityRow): EntityReference {
  return { id, name, type };
}
