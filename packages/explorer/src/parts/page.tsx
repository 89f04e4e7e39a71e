import { type ReactNode, useEffect } from "react";
import { strings } from "../text/strings.ts";
import styles from "./page.module.css";

interface PageProps {
  readonly title: string;
  /** What stands above the title, such as the type of an entity. */
  readonly kicker?: ReactNode;
  /** A line below the title. */
  readonly about?: ReactNode;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  /** `wide`: uses the whole width. Default: a page with columns. */
  readonly width?: "page" | "wide" | "measure";
  readonly children: ReactNode;
}

/** Shows a title as that of the window. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${strings.product}`;
  }, [title]);
}

/** A page with its title, which is also the title of the window. */
export function Page({ title, kicker, about, actions, width = "page", children }: PageProps) {
  useTitle(title);
  return (
    <div className={styles.page} data-width={width}>
      <header className={styles.head}>
        <div className={styles.titles}>
          {kicker === undefined ? null : <p className={styles.kicker}>{kicker}</p>}
          <h1 className={styles.title}>{title}</h1>
          {about === undefined ? null : <div className={styles.about}>{about}</div>}
        </div>
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page with a heading. */
export function Section({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.sectionHead}>
        <h2>{title}</h2>
        {aside === undefined ? null : <div className={styles.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  );
}
