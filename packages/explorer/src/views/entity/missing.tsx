import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ApiError } from "../../api/client.ts";
import { Button, buttonClass } from "../../parts/button.tsx";
import { useWorkspace } from "../../parts/links.tsx";
import { Page } from "../../parts/page.tsx";
import { entityWords } from "../../text/entity.ts";
import { corrections } from "../../text/corrections.ts";
import { CorrectionsMade } from "./corrections/made.tsx";
import { useCorrections } from "./corrections/use-corrections.ts";
import styles from "./entity.module.css";

const words = entityWords.missing;

interface MissingProps {
  readonly id: string;
  readonly name: string | undefined;
  readonly error: ApiError;
}

/** Says that an entity is not there, and where to go on. A hidden one can be shown again. */
export function Missing({ id, name, error }: MissingProps) {
  const workspace = useWorkspace();
  const isHidden = error.code === "hidden";
  const [isOpen, setOpen] = useState(false);
  return (
    <Page title={isHidden ? words.hidden : words.title} width="measure">
      <p>{isHidden ? error.message : name === undefined ? words.unknown : words.named(name)}</p>
      <p className={styles.actions}>
        {isHidden ? <ShowAgain name={name ?? id} /> : null}
        {name === undefined ? null : (
          <Link to="/w/$workspace/search" params={{ workspace }} search={{ q: name }} className={buttonClass}>
            {words.search(name)}
          </Link>
        )}
        <Link to="/w/$workspace/entities" params={{ workspace }} search={{}} className={buttonClass}>
          {words.all}
        </Link>
        <Button onClick={() => setOpen(true)}>{words.corrections}</Button>
      </p>
      <CorrectionsMade isOpen={isOpen} onClose={() => setOpen(false)} />
    </Page>
  );
}

function ShowAgain({ name }: { readonly name: string }) {
  const { correct } = useCorrections();
  const showing = useMutation({ mutationFn: () => correct({ unhide: name }, corrections.unhidden(name), name) });
  return (
    <>
      <Button kind="primary" onClick={() => showing.mutate()} disabled={showing.isPending}>
        {showing.isPending ? corrections.busy : corrections.unhide}
      </Button>
      {showing.error === null ? null : <span role="alert">{showing.error.message}</span>}
    </>
  );
}
