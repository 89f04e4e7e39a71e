import type { ReactNode } from "react";
import { date } from "../text/format.ts";
import { strings } from "../text/strings.ts";
import styles from "./bars.module.css";

interface BarsProps<Bar> {
  /** Those without a date follow the others. */
  readonly bars: readonly Bar[];
  /** The dates of a bar, in their order. */
  readonly datesOf: (bar: Bar) => readonly string[];
  /** The caption if no bar has a date. */
  readonly withoutDates: string;
  readonly children: (bars: readonly Bar[]) => ReactNode;
}

/** Bars in the order of their dates above the range of these, and apart from them the bars without a date. */
export function BarsByDate<Bar>({ bars, datesOf, withoutDates, children }: BarsProps<Bar>) {
  const { dated, undated, range } = splitByDate(bars, datesOf);
  const group = (of: readonly Bar[], caption: ReactNode) =>
    of.length === 0 ? null : (
      <figure className={styles.group} style={{ flexGrow: of.length }}>
        {children(of)}
        <figcaption className={styles.caption}>{caption}</figcaption>
      </figure>
    );
  return (
    <div className={styles.groups}>
      {group(
        dated,
        range.map((day) => <span key={day}>{date(day)}</span>),
      )}
      {group(undated, dated.length === 0 ? withoutDates : strings.withoutDate)}
    </div>
  );
}

/** Bars with and without dates, and the first and the last date; only one if these are the same. */
export function splitByDate<Bar>(bars: readonly Bar[], datesOf: (bar: Bar) => readonly string[]) {
  const dated = bars.filter((bar) => datesOf(bar).length > 0);
  const dates = dated.flatMap(datesOf);
  return {
    dated,
    undated: bars.filter((bar) => datesOf(bar).length === 0),
    range: [...new Set([...dates.slice(0, 1), ...dates.slice(-1)])],
  };
}
