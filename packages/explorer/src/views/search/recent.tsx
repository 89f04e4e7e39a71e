import { Link } from "@tanstack/react-router";
import { Button } from "../../parts/button.tsx";
import { useWorkspace } from "../../parts/links.tsx";
import { Section } from "../../parts/page.tsx";
import { search as words } from "../../text/search.ts";
import list from "../../parts/list.module.css";

/** The latest searches in this browser. */
export function Recent({ recent, onForget }: { readonly recent: readonly string[]; readonly onForget: () => void }) {
  const workspace = useWorkspace();
  if (recent.length === 0) return <p>{words.start}</p>;
  const forget = (
    <Button kind="quiet" onClick={onForget}>
      {words.forget}
    </Button>
  );
  return (
    <Section title={words.recent} aside={forget}>
      <ul>
        {recent.map((q) => (
          <li key={q} className={list.row}>
            <Link to="/w/$workspace/search" params={{ workspace }} search={{ q }} className={list.name}>
              {q}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
