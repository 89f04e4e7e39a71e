import { useQuery } from "@tanstack/react-query";
import { Navigate, useParams, useSearch } from "@tanstack/react-router";
import { ApiError } from "../../api/client.ts";
import { entityQuery } from "../../api/queries.ts";
import { useWorkspace } from "../../parts/links.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Page } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";
import { EntityPage } from "./entity-page.tsx";
import { Missing } from "./missing.tsx";

/** An entity or a person. An id that is gone is looked up by the name in the address. */
export function EntityView() {
  const workspace = useWorkspace();
  const { id } = useParams({ from: "/w/$workspace/entities/$id" });
  const search = useSearch({ from: "/w/$workspace/entities/$id" });
  const byId = useQuery(entityQuery(workspace, id));
  const isGone = byId.error instanceof ApiError && byId.error.status === 404;
  const byName = useQuery({
    ...entityQuery(workspace, search.name ?? ""),
    enabled: isGone && search.name !== undefined,
  });

  const found = isGone ? byName.data : byId.data;
  if (found !== undefined && found.id !== id)
    return (
      <Navigate
        to="/w/$workspace/entities/$id"
        params={{ workspace, id: found.id }}
        search={{ ...search, name: found.name }}
        replace
      />
    );
  if (found !== undefined) return <EntityPage key={found.id} entity={found} />;
  const isNameGone = byName.error instanceof ApiError && byName.error.status === 404;
  if (isGone && (search.name === undefined || isNameGone)) return <Missing name={search.name} />;
  const failed = isGone ? byName : byId;
  return (
    <Page title={search.name ?? ""}>
      {failed.error === null ? <Loading /> : <Problem error={failed.error} retry={() => void failed.refetch()} />}
    </Page>
  );
}
