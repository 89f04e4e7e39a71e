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
import { Shell } from "./shell.tsx";
import { Workspaces } from "../views/workspaces.tsx";
import { Overview } from "../views/overview/overview.tsx";
import { Transcripts } from "../views/transcripts.tsx";
import { Entities } from "../views/entities.tsx";
import { People } from "../views/people.tsx";

/** A text of the address, or undefined. */
function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;
}

function texts(value: unknown): readonly string[] | undefined {
  const all = (Array.isArray(value) ? value : [value]).map(text).filter((each) => each !== undefined);
  return all.length === 0 ? undefined : all;
}

type Search = Readonly<Record<string, unknown>>;

/** A graph starts from an entity, from words, or with the most telling part; `to`: the path from an entity to this one. */
export interface GraphAddress {
  readonly from?: string;
  readonly words?: string;
  readonly to?: string;
  /** The selected entity or relation. */
  readonly node?: string;
  readonly edge?: string;
  /** Entities whose further neighbours are shown, in the order in which they were expanded, and entities that are removed. */
  readonly open?: readonly string[];
  readonly without?: readonly string[];
  /** Pinned entities with their places, as ID@X,Y. */
  readonly pin?: readonly string[];
  /** What is shown; nothing: all. */
  readonly type?: readonly string[];
  readonly relation?: readonly string[];
  readonly polarity?: readonly string[];
  readonly speaker?: readonly string[];
  readonly file?: readonly string[];
  /** Days in ISO 8601, or seconds in the only transcript. */
  readonly since?: string;
  readonly until?: string;
  /** `communities`: colours show communities instead of types. */
  readonly colour?: string;
  /** `list`: entities and relations as lists. */
  readonly tab?: string;
}

/** What the addresses of the views may have after the question mark. */
interface Addresses {
  /**
   * `at`: offsets of the words to show, as START-END. `chunk` decides between files of one name. `find`: words to find;
   * `entity`: its places are stepped through; `speaker`: whose words are emphasised.
   */
  readonly transcript: {
    readonly at?: string;
    readonly chunk?: string;
    readonly find?: string;
    readonly entity?: string;
    readonly speaker?: string;
  };
  readonly entities: { readonly type?: string };
  /**
   * `name` finds the entity when its id is no longer there, because names were merged or split. `file` and `speaker` choose
   * occurrences. `claim`: the claim whose evidence is shown.
   */
  readonly entity: {
    readonly name?: string;
    readonly file?: string;
    readonly speaker?: string;
    readonly claim?: string;
  };
  readonly compare: { readonly one?: string; readonly other?: string };
  readonly graph: GraphAddress;
  readonly search: {
    readonly q?: string;
    readonly file?: readonly string[];
    readonly speaker?: string;
    readonly exact?: boolean;
  };
  /**
   * `q`: a question that is not asked yet. `conversation`: an earlier one. `cite`: the citation whose transcript is shown
   * beside the answer, as QUESTION-NUMBER, both counted from 1.
   */
  readonly ask: {
    readonly q?: string;
    readonly conversation?: string;
    readonly file?: readonly string[];
    readonly speaker?: string;
    readonly cite?: string;
  };
}

/** The routes, with what their addresses may have. */
export function createExplorerRouter(client: QueryClient) {
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
  const within = { getParentRoute: () => workspace };

  const overview = createRoute({ ...within, path: "/", component: Overview });
  // With the slash at its end: without it, the route of a transcript would match its address, with an empty file.
  const transcripts = createRoute({ ...within, path: "transcripts/", component: Transcripts });
  const transcript = createRoute({
    ...within,
    path: "transcripts/$",
    validateSearch: (search: Search): Addresses["transcript"] => ({
      at: text(search["at"]),
      chunk: text(search["chunk"]),
      find: text(search["find"]),
      entity: text(search["entity"]),
      speaker: text(search["speaker"]),
    }),
    component: lazyRouteComponent(() => import("../views/transcript/transcript.tsx"), "TranscriptView"),
  });
  const entities = createRoute({
    ...within,
    path: "entities",
    validateSearch: (search: Search): Addresses["entities"] => ({ type: text(search["type"]) }),
    component: Entities,
  });
  const entity = createRoute({
    ...within,
    path: "entities/$id",
    validateSearch: (search: Search): Addresses["entity"] => ({
      name: text(search["name"]),
      file: text(search["file"]),
      speaker: text(search["speaker"]),
      claim: text(search["claim"]),
    }),
    component: lazyRouteComponent(() => import("../views/entity/entity.tsx"), "EntityView"),
  });
  const people = createRoute({ ...within, path: "people", component: People });
  const compare = createRoute({
    ...within,
    path: "compare",
    validateSearch: (search: Search): Addresses["compare"] => ({
      one: text(search["one"]),
      other: text(search["other"]),
    }),
    component: lazyRouteComponent(() => import("../views/compare/compare.tsx"), "CompareView"),
  });
  const graph = createRoute({
    ...within,
    path: "graph",
    validateSearch: (search: Search): Addresses["graph"] => ({
      from: text(search["from"]),
      words: text(search["words"]),
      to: text(search["to"]),
      node: text(search["node"]),
      edge: text(search["edge"]),
      open: texts(search["open"]),
      without: texts(search["without"]),
      pin: texts(search["pin"]),
      type: texts(search["type"]),
      relation: texts(search["relation"]),
      polarity: texts(search["polarity"]),
      speaker: texts(search["speaker"]),
      file: texts(search["file"]),
      since: text(search["since"]),
      until: text(search["until"]),
      colour: text(search["colour"]),
      tab: text(search["tab"]),
    }),
    component: lazyRouteComponent(() => import("../views/graph/graph.tsx"), "GraphView"),
  });
  const find = createRoute({
    ...within,
    path: "search",
    validateSearch: (search: Search): Addresses["search"] => ({
      q: text(search["q"]),
      file: texts(search["file"]),
      speaker: text(search["speaker"]),
      exact: search["exact"] === true || search["exact"] === "true" ? true : undefined,
    }),
    component: lazyRouteComponent(() => import("../views/search/search.tsx"), "SearchView"),
  });
  const ask = createRoute({
    ...within,
    path: "ask",
    validateSearch: (search: Search): Addresses["ask"] => ({
      q: text(search["q"]),
      conversation: text(search["conversation"]),
      file: texts(search["file"]),
      speaker: text(search["speaker"]),
      cite: text(search["cite"]),
    }),
    component: lazyRouteComponent(() => import("../views/ask/ask.tsx"), "AskView"),
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

  const children = [overview, transcripts, transcript, entities, entity, people, compare, graph, find, ask, runs, run];
  return createRouter({
    routeTree: root.addChildren([start, workspace.addChildren(children)]),
    defaultPreload: "intent",
    defaultErrorComponent: RouteProblem,
    defaultNotFoundComponent: NotFound,
    defaultPendingComponent: Loading,
    scrollRestoration: true,
  });
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
