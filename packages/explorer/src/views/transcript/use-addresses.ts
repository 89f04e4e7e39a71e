import { useRouter } from "@tanstack/react-router";
import type { EntityReference } from "colloquy/api";
import { useMemo } from "react";
import { type Place, placeSearch } from "../../parts/links.tsx";

/** Addresses of views, which are made once for each entity and transcript. */
export interface Addresses {
  readonly ofEntity: (entity: Pick<EntityReference, "id" | "name">) => string;
  /** Words of this transcript. */
  readonly ofWords: (place: Omit<Place, "file">) => string;
}

export function useAddresses(workspace: string, file: string): Addresses {
  const router = useRouter();
  return useMemo(() => {
    const entities = new Map<string, string>();
    const here = router.buildLocation({
      to: "/w/$workspace/transcripts/$",
      params: { workspace, _splat: file },
      search: {},
    }).href;
    const make = ({ id, name }: Pick<EntityReference, "id" | "name">): string =>
      router.buildLocation({ to: "/w/$workspace/entities/$id", params: { workspace, id }, search: { name } }).href;
    return {
      ofEntity: (entity) => {
        const known = entities.get(entity.id) ?? make(entity);
        entities.set(entity.id, known);
        return known;
      },
      ofWords: (place) => here + router.options.stringifySearch(placeSearch({ file, ...place })),
    };
  }, [router, workspace, file]);
}
