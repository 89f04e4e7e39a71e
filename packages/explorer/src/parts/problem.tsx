import { useRouter } from "@tanstack/react-router";
import { strings } from "../text/strings.ts";
import styles from "./problem.module.css";

/** Says what went wrong, in the sentence of the server, and offers to try again. */
export function Problem({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  return (
    <div className={styles.problem} role="alert">
      <h2>{strings.problem.title}</h2>
      <p>{error instanceof Error ? error.message : String(error)}</p>
      {retry === undefined ? null : (
        <button type="button" onClick={retry}>
          {strings.problem.again}
        </button>
      )}
    </div>
  );
}

/** The problem of a whole page. */
export function RouteProblem({ error }: { readonly error: unknown }) {
  const router = useRouter();
  return <Problem error={error} retry={() => void router.invalidate()} />;
}

export function NotFound() {
  return <Problem error={new Error(strings.problem.notFound)} />;
}
