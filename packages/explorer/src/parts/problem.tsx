import { Link, useRouter } from "@tanstack/react-router";
import { ApiError } from "../api/client.ts";
import { strings } from "../text/strings.ts";
import { Page } from "./page.tsx";
import { Sentence } from "./sentence.tsx";
import styles from "./problem.module.css";

interface ProblemProps {
  readonly error: unknown;
  readonly retry?: () => void;
  /** Whether it stands in place of a whole view, and so has the title of the page. */
  readonly isPage?: boolean;
}

/** What only a new page can mend. */
const NEEDS_RELOAD: readonly string[] = ["no-session", "version"];

/** Says what went wrong in one sentence, and offers what may help: to try again, or to reload the page. */
export function Problem({ error, retry, isPage = false }: ProblemProps) {
  const Title = isPage ? "h1" : "h2";
  const needsReload = error instanceof ApiError && NEEDS_RELOAD.includes(error.code);
  const mend = needsReload ? () => location.reload() : retry;
  return (
    <div className={styles.problem} role="alert">
      <Title className={styles.title}>{strings.problem.title}</Title>
      <p>
        <Sentence text={error instanceof Error ? error.message : String(error)} />
      </p>
      {mend === undefined ? null : (
        <button type="button" onClick={mend}>
          {needsReload ? strings.problem.reload : strings.problem.again}
        </button>
      )}
    </div>
  );
}

/** The problem of a whole page. */
export function RouteProblem({ error }: { readonly error: unknown }) {
  const router = useRouter();
  return <Problem error={error} retry={() => void router.invalidate()} isPage />;
}

/** Says that a workspace has no view at this address. */
export function NoView() {
  return (
    <Page title={strings.problem.notFound} width="measure">
      <p>{strings.problem.noView}</p>
    </Page>
  );
}

/** Says that nothing is at this address, and where the workspaces are. */
export function NotFound() {
  return (
    <main id="content">
      <Page title={strings.problem.notFound} kicker={strings.product} width="measure">
        <p>
          <Link to="/">{strings.problem.workspaces}</Link>
        </p>
      </Page>
    </main>
  );
}
