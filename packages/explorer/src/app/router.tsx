import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
  rootRouteId,
} from "@tanstack/react-router";
import type { QueryClient } from "@tanstack/react-query";
import { sessionQuery } from "../api/queries.ts";
import { NotFound, NoView, RouteProblem } from "../parts/problem.tsx";
import { Loading } from "../parts/loading.tsx";
import {
  askAddress,
  compareAddress,
  entitiesAddress,
  entityAddress,
  graphAddress,
  searchAddress,
  transcriptAddress,
} from "./addresses.ts";
import { Shell } from "./shell.tsx";
import { Workspaces } from "../views/workspaces.tsx";
import { Overview } from "../views/overview/overview.tsx";
import { Transcripts } from "../views/transcripts.tsx";
import { Entities } from "../views/entities.tsx";
import { People } from "../views/people.tsx";

/** The routes, with what their addresses may have. */
export function createExplorerRouter(client: QueryClient) {
  const { root, start, workspace } = frameRoutes(client);
  const views = [...readingRoutes(workspace), ...entityRoutes(workspace), ...questionRoutes(workspace)];
  return createRouter({
    routeTree: root.addChildren([start, workspace.addChildren(views)]),
    defaultPreload: "intent",
    defaultErrorComponent: RouteProblem,
    defaultNotFoundComponent: NotFound,
    defaultPendingComponent: Loading,
    scrollRestoration: true,
  });
}

/** The choice of a workspace, and the frame of the views of one. */
function frameRoutes(client: QueryClient) {
  const root = createRootRoute({ notFoundComponent: NotFound });
  const start = createRoute({
    getParentRoute: () => root,
    path: "/",
    component: Workspaces,
    beforeLoad: async () => {
      const { workspaces } = await client.ensureQueryData(sessionQuery);
      const [only] = workspaces;
      if (workspaces.length === 1 && only !== undefined)
        throw redirect({ to: "/w/$workspace", params: { workspace: only.workspace }, replace: true });
    },
  });
  const workspace = createRoute({
    getParentRoute: () => root,
    path: "/w/$workspace",
    component: Shell,
    notFoundComponent: NoView,
    beforeLoad: async ({ params }) => {
      const { workspaces } = await client.ensureQueryData(sessionQuery);
      if (!workspaces.some((each) => each.workspace === params.workspace)) throw notFound({ routeId: rootRouteId });
    },
  });
  return { root, start, workspace };
}

type WorkspaceRoute = ReturnType<typeof frameRoutes>["workspace"];

/** The overview, the transcripts, and the runs that read them. */
function readingRoutes(workspace: WorkspaceRoute) {
  const within = { getParentRoute: () => workspace };
  const overview = createRoute({ ...within, path: "/", component: Overview });
  // With the slash at its end: without it, the route of a transcript would match its address, with an empty file.
  const transcripts = createRoute({ ...within, path: "transcripts/", component: Transcripts });
  const transcript = createRoute({
    ...within,
    path: "transcripts/$",
    validateSearch: transcriptAddress,
    component: lazyRouteComponent(() => import("../views/transcript/transcript.tsx"), "TranscriptView"),
  });
  const runs = createRoute({
    ...within,
    path: "runs",
    component: lazyRouteComponent(() => import("../views/runs/runs.tsx"), "RunsView"),
  });
  const run = createRoute({
    ...within,
    path: "runs/$run",
    component: lazyRouteComponent(() => import("../views/runs/run.tsx"), "RunView"),
  });
  return [overview, transcripts, transcript, runs, run] as const;
}

/** Ideas and people, alone, side by side and in the graph. */
function entityRoutes(workspace: WorkspaceRoute) {
  const within = { getParentRoute: () => workspace };
  const entities = createRoute({
    ...within,
    path: "entities",
    validateSearch: entitiesAddress,
    component: Entities,
  });
  const entity = createRoute({
    ...within,
    path: "entities/$id",
    validateSearch: entityAddress,
    component: lazyRouteComponent(() => import("../views/entity/entity.tsx"), "EntityView"),
  });
  const people = createRoute({ ...within, path: "people", component: People });
  const compare = createRoute({
    ...within,
    path: "compare",
    validateSearch: compareAddress,
    component: lazyRouteComponent(() => import("../views/compare/compare.tsx"), "CompareView"),
  });
  const graph = createRoute({
    ...within,
    path: "graph",
    validateSearch: graphAddress,
    component: lazyRouteComponent(() => import("../views/graph/graph.tsx"), "GraphView"),
  });
  return [entities, entity, people, compare, graph] as const;
}

/** Searches and questions. */
function questionRoutes(workspace: WorkspaceRoute) {
  const within = { getParentRoute: () => workspace };
  const search = createRoute({
    ...within,
    path: "search",
    validateSearch: searchAddress,
    component: lazyRouteComponent(() => import("../views/search/search.tsx"), "SearchView"),
  });
  const ask = createRoute({
    ...within,
    path: "ask",
    validateSearch: askAddress,
    component: lazyRouteComponent(() => import("../views/ask/ask.tsx"), "AskView"),
  });
  return [search, ask] as const;
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createExplorerRouter>;
  }
  interface HistoryState {
    /** Whether the question of the address was sent by a person on this page, so that it is asked at once. */
    readonly ask?: true;
    /** The id of the question that was asked here. */
    readonly asked?: number;
  }
}
