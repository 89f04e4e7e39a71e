import { shareBar } from "../charts/share-bar.ts";
import { numbersBehind } from "../charts/chart.ts";
import { figure } from "../figure.ts";
import { markup, type Markup } from "../markup.ts";
import { nothingToShow, section } from "../section.ts";
import { numberColumns, table, wordsColumn } from "../table.ts";
import { HELD_BACK_WORDS, LANE_WORDS, RESOURCE_WORDS, RESOURCES } from "../words.ts";
import type { LanePerformance, RunReports } from "../../reports.ts";

/** For which share of its time each lane waited for what. */
export function heldBack({ performance: { lanes } }: RunReports): Markup | null {
  const told = lanes.filter((lane) => lane.heldBack.length > 0);
  if (told.length === 0) return null;
  if (told.every((lane) => lane.heldBack.every(({ by }) => by === "none"))) {
    return section(
      "held-back",
      "What held it back",
      nothingToShow("Nothing: no call waited for a limit, a pause or anything else before it was sent."),
    );
  }
  const bars = told.map((lane) => {
    const shares = lane.heldBack.map(({ by, share }) => ({ name: HELD_BACK_WORDS[by], colour: `by-${by}`, share }));
    return shareBar(
      `held-back-${lane.lane}`,
      LANE_WORDS[lane.lane],
      shares.toSorted((left, right) => right.share - left.share),
    );
  });
  const numbers = lanes.map((lane, index) => [heldTable(lane, index), utilisationTable(lane, index)]);
  return section(
    "held-back",
    "What held it back",
    markup`<div class="card">${bars}${numbersBehind("What was waited for, in numbers", numbers)}</div>`,
    "The share of its time for which each lane had calls ready and waited for something.",
  );
}

function heldTable({ lane, heldBack: shares }: LanePerformance, index: number): Markup | null {
  if (shares.length === 0) return null;
  return table(
    `${LANE_WORDS[lane]}: waited for`,
    [wordsColumn("For"), ...numberColumns("Share of the time")],
    shares.map(({ by, share }, at) => [
      HELD_BACK_WORDS[by],
      figure(`performance.lanes.${index}.heldBack.${at}.share`, share, "share"),
    ]),
  );
}

function utilisationTable({ lane, perMinute, admitted, utilisation }: LanePerformance, index: number): Markup | null {
  const known = RESOURCES.filter((resource) => utilisation[resource] !== undefined);
  if (known.length === 0) return null;
  return table(
    `${LANE_WORDS[lane]}: use of the limits`,
    [wordsColumn("Limit of"), ...numberColumns("Granted a minute", "Taken in all", "Of what was granted")],
    known.map((resource) => [
      RESOURCE_WORDS[resource],
      figure(`performance.lanes.${index}.perMinute.${resource}`, perMinute[resource], "count"),
      figure(`performance.lanes.${index}.admitted.${resource}`, admitted[resource], "count"),
      figure(`performance.lanes.${index}.utilisation.${resource}`, utilisation[resource], "share"),
    ]),
  );
}
