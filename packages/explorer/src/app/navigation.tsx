import { useQuery } from "@tanstack/react-query";
import { Link, useLocation, useMatchRoute, useParams } from "@tanstack/react-router";
import { CircleDot, LayoutDashboard, MessageCircleQuestion, Play, Quote, Search, Share2, Users } from "lucide-react";
import { type RefObject, useEffect, useRef } from "react";
import { entityQuery, sessionQuery } from "../api/queries.ts";
import { useWorkspace } from "../parts/links.tsx";
import { strings } from "../text/strings.ts";
import styles from "./shell.module.css";

const VIEWS = [
  { to: "/w/$workspace", name: strings.views.overview, icon: LayoutDashboard, exact: true },
  { to: "/w/$workspace/transcripts", name: strings.views.transcripts, icon: Quote },
  { to: "/w/$workspace/people", name: strings.views.people, icon: Users },
  { to: "/w/$workspace/entities", name: strings.views.entities, icon: CircleDot },
  { to: "/w/$workspace/graph", name: strings.views.graph, icon: Share2 },
  { to: "/w/$workspace/search", name: strings.views.search, icon: Search },
  { to: "/w/$workspace/ask", name: strings.views.ask, icon: MessageCircleQuestion },
  { to: "/w/$workspace/runs", name: strings.views.runs, icon: Play },
] as const;

/** As the router marks the link of the view that is shown. */
const ACTIVE = { "data-status": "active", "aria-current": "page" } as const;

/** The name of the workspace, which leads to the others, and its views. */
export function Navigation() {
  const side = useRef<HTMLDivElement>(null);
  const isPerson = useIsPerson();
  const isOfPeople = useMatchRoute()({ to: "/w/$workspace/compare" }) !== false || isPerson;
  useActiveInView(side, isOfPeople);
  const workspace = useWorkspace();
  return (
    <div ref={side} className={styles.side}>
      <nav aria-label={strings.navigation} className={styles.navigation}>
        <WorkspaceName workspace={workspace} />
        <ul className={styles.views}>
          {VIEWS.map(({ to, name, icon: Icon, ...options }) => (
            <li key={to}>
              <Link
                to={to}
                params={{ workspace }}
                className={styles.view}
                activeOptions={{
                  exact: "exact" in options || (isPerson && to === "/w/$workspace/entities"),
                  includeSearch: false,
                }}
                {...(isOfPeople && to === "/w/$workspace/people" ? ACTIVE : {})}
              >
                <Icon size={16} aria-hidden />
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}

function WorkspaceName({ workspace }: { readonly workspace: string }) {
  const { data } = useQuery(sessionQuery);
  const hasOthers = (data?.workspaces.length ?? 0) > 1;
  return (
    <p className={styles.workspace}>
      {hasOthers ? (
        <Link to="/" title={strings.chooseWorkspace}>
          {workspace}
        </Link>
      ) : (
        workspace
      )}
    </p>
  );
}

/** In a narrow window the views are a line that scrolls to the one that is shown. */
function useActiveInView(side: RefObject<HTMLDivElement | null>, isOfPeople: boolean): void {
  const { pathname } = useLocation();
  useEffect(() => {
    const { current } = side;
    const active = current?.querySelector("[data-status=active]:is(li *)")?.getBoundingClientRect();
    if (current === null || active === undefined) return;
    const box = current.getBoundingClientRect();
    if (active.left < box.left || active.right > box.right) current.scrollBy({ left: active.left - box.left - 16 });
  }, [side, pathname, isOfPeople]);
}

/** Whether the shown page is that of a person, which has the address of an idea but belongs to the people. */
function useIsPerson(): boolean {
  const { id } = useParams({ strict: false });
  // The page reads the entity.
  const { data } = useQuery({ ...entityQuery(useWorkspace(), id ?? ""), enabled: false });
  return id !== undefined && data?.type === "Person";
}
