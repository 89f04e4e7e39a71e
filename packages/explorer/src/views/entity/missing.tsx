import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button, buttonClass } from "../../parts/button.tsx";
import { useWorkspace } from "../../parts/links.tsx";
import { Page } from "../../parts/page.tsx";
import { entityWords } from "../../text/entity.ts";
import { CorrectionsMade } from "./corrections/made.tsx";
import styles from "./entity.module.css";

const words = entityWords.missing;

/** Says that an entity is not there, and where to go on. */
export function Missing({ name }: { readonly name: string | undefined }) {
  const workspace = useWorkspace();
  const [isOpen, setOpen] = useState(false);
  return (
    <Page title={words.title} width="measure">
      <p>{name === undefined ? words.unknown : words.named(name)}</p>
      <p className={styles.actions}>
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
