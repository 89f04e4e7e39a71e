import { useQuery } from "@tanstack/react-query";
import { Navigate, useParams, useSearch } from "@tanstack/react-router";
import { ApiError } from "../../api/client.ts";
import { entityQuery } from "../../api/queries.ts";
import { useWorkspace } from "../../parts/links.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Page } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";
import { strings } from "../../text/strings.ts";
import { EntityPage } from "./entity-page.tsx";
import { Missing } from "./missing.tsx";

/** An entity or a person. An id that is gone is looked up by the name in the address. */
export function EntityView() {
  const workspace = useWorkspace();
  const { id } = useParams({ from: "/w/$workspace/entities/$id" });
  const search = useSearch({ from: "/w/$workspace/entities/$id" });
  const { data, error, refetch } = useQuery(entityQuery(workspace, id, search.name));

  if (error instanceof ApiError && error.status === 404) return <Missing id={id} name={search.name} error={error} />;
  if (data?.id === id) return <EntityPage key={data.id} entity={data} />;
  return (
    <Page title={search.name ?? strings.views.entities}>
      {data === undefined ? null : (
        <Navigate
          to="/w/$workspace/entities/$id"
          params={{ workspace, id: data.id }}
          search={{ ...search, name: data.name }}
          replace
        />
      )}
      {error === null ? <Loading /> : <Problem error={error} retry={() => void refetch()} />}
    </Page>
  );
}
