import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useMatchRoute, useParams } from "@tanstack/react-router";
import { CircleDot, LayoutDashboard, MessageCircleQuestion, Play, Quote, Search, Share2, Users } from "lucide-react";
import { useEffect, useRef } from "react";
import { entityQuery, sessionQuery } from "../api/queries.ts";
import { useWorkspace } from "../parts/links.tsx";
import { Toasts } from "../parts/toasts.tsx";
import { strings } from "../text/strings.ts";
import { Find } from "./find.tsx";
import { ThemeChoice } from "./theme-choice.tsx";
import { useFreshViews } from "./use-fresh-views.ts";
import { useTitleFocus } from "./use-title-focus.ts";
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

/** The frame of all views of a workspace: navigation, find, and the view. */
export function Shell() {
  const workspace = useWorkspace();
  const { data } = useQuery(sessionQuery);
  useFreshViews(workspace);
  const hasOthers = (data?.workspaces.length ?? 0) > 1;
  const side = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLElement>(null);
  useTitleFocus(content);
  const { pathname } = useLocation();
  const isPerson = useIsPerson();
  const isOfPeople = useMatchRoute()({ to: "/w/$workspace/compare" }) !== false || isPerson;
  // In a narrow window the views are a line that scrolls.
  useEffect(() => {
    const { current } = side;
    const active = current?.querySelector("[data-status=active]:is(li *)")?.getBoundingClientRect();
    if (current === null || active === undefined) return;
    const box = current.getBoundingClientRect();
    if (active.left < box.left || active.right > box.right) current.scrollBy({ left: active.left - box.left - 16 });
  }, [pathname, isOfPeople]);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {strings.skip}
      </a>
      <div ref={side} className={styles.side}>
        <nav aria-label={strings.navigation} className={styles.navigation}>
          <p className={styles.workspace}>
            {hasOthers ? (
              <Link to="/" title={strings.chooseWorkspace}>
                {workspace}
              </Link>
            ) : (
              workspace
            )}
          </p>
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
      <header className={styles.bar} data-bar>
        <Find />
        <ThemeChoice />
      </header>
      <main ref={content} id="content" className={styles.content} tabIndex={-1}>
        <Toasts>
          <Outlet />
        </Toasts>
      </main>
    </div>
  );
}

/** Whether the shown page is that of a person, which has the address of an idea but belongs to the people. */
function useIsPerson(): boolean {
  const { id } = useParams({ strict: false });
  // The page reads the entity.
  const { data } = useQuery({ ...entityQuery(useWorkspace(), id ?? ""), enabled: false });
  return id !== undefined && data?.type === "Person";
}
