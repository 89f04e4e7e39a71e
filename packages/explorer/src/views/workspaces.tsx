import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { sessionQuery } from "../api/queries.ts";
import { Page } from "../parts/page.tsx";
import { Sentence } from "../parts/sentence.tsx";
import { counted } from "../text/format.ts";
import { strings } from "../text/strings.ts";
import list from "../parts/list.module.css";

/** All workspaces of the server. */
export function Workspaces() {
  const { data } = useSuspenseQuery(sessionQuery);
  return (
    <main id="content">
      <Page title={strings.chooseWorkspace} kicker={strings.product} width="measure">
        {data.workspaces.length === 0 ? (
          <p>
            <Sentence text={strings.noWorkspaces} />
          </p>
        ) : null}
        <ul className={list.list}>
          {data.workspaces.map(({ workspace, transcripts }) => (
            <li key={workspace} className={list.row}>
              <Link to="/w/$workspace" params={{ workspace }} className={list.name}>
                {workspace}
              </Link>
              <span className={list.detail}>{counted(transcripts, "transcript")}</span>
            </li>
          ))}
        </ul>
      </Page>
    </main>
  );
}
