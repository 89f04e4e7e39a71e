import { strings } from "../text/strings.ts";
import styles from "./loading.module.css";

/** Appears only when something takes longer than a moment, so that fast answers do not flicker. */
export function Loading() {
  return (
    <p className={styles.loading} role="status">
      {strings.loading}
    </p>
  );
}
