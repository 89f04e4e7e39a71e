import { formatPercent, type Markup, markup, RESOURCE_TERMS, RESOURCES } from "../../../text/index.ts";
import type { StagePerformance, RunReports } from "../../reports/index.ts";
import { BOTTLENECK_TERMS, STAGE_TERMS } from "../../terms.ts";
import { chart, numbersBehind } from "../charts/chart.ts";
import { figure } from "../figure.ts";
import { nothingToShow, numberColumns, section, table, wordsColumn } from "../elements.ts";

/** The reasons for which each stage waited, as shares of its time. */
export function bottlenecks({ performance: { modelStages } }: RunReports): Markup | null {
  const watched = modelStages.filter((stage) => stage.bottlenecks.length > 0);
  if (watched.length === 0) return null;
  if (watched.every((stage) => stage.bottlenecks.every(({ by }) => by === "none"))) {
    return section("bottlenecks", "Bottlenecks", nothingToShow("No bottleneck: no call waited before it was sent."));
  }
  const bars = watched.map((stage) => {
    const shares = stage.bottlenecks.map(({ by, share }) => ({
      name: BOTTLENECK_TERMS[by],
      colour: `by-${by}`,
      share,
    }));
    return shareBar(
      `bottlenecks-${stage.stage}`,
      STAGE_TERMS[stage.stage],
      shares.toSorted((left, right) => right.share - left.share),
    );
  });
  const numbers = modelStages.map((stage, index) => [heldTable(stage, index), utilisationTable(stage, index)]);
  return section(
    "bottlenecks",
    "Bottlenecks",
    markup`<div class="card">${bars}${numbersBehind("The bottlenecks in numbers", numbers)}</div>`,
    "The share of its time in which each stage had calls ready and waited.",
  );
}

function heldTable({ stage, bottlenecks: shares }: StagePerformance, index: number): Markup | null {
  if (shares.length === 0) return null;
  return table(
    `${STAGE_TERMS[stage]}: waited for`,
    [wordsColumn("For"), ...numberColumns("Share of the time")],
    shares.map(({ by, share }, at) => [
      BOTTLENECK_TERMS[by],
      figure(`performance.modelStages.${index}.bottlenecks.${at}.share`, share, "share"),
    ]),
  );
}

function utilisationTable({ stage, perMinute, admitted, utilisation }: StagePerformance, index: number): Markup | null {
  const known = RESOURCES.filter((resource) => utilisation[resource] !== undefined);
  if (known.length === 0) return null;
  return table(
    `${STAGE_TERMS[stage]}: use of the limits`,
    [wordsColumn("Limit of"), ...numberColumns("Granted a minute", "Taken in all", "Of what was granted")],
    known.map((resource) => [
      RESOURCE_TERMS[resource],
      figure(`performance.modelStages.${index}.perMinute.${resource}`, perMinute[resource], "count"),
      figure(`performance.modelStages.${index}.admitted.${resource}`, admitted[resource], "count"),
      figure(`performance.modelStages.${index}.utilisation.${resource}`, utilisation[resource], "share"),
    ]),
  );
}

interface Share {
  readonly name: string;
  readonly colour: string;
  /** From 0 to 1. */
  readonly share: number;
}

const THICK = 22;

/** Parts of a whole in one bar, with their names below. */
function shareBar(id: string, title: string, shares: readonly Share[]): Markup {
  let left = 0;
  const parts = shares.map(({ name, colour, share }) => {
    const drawn = markup`<rect class="bar spaced ${colour}" x="${left * 100}%" y="0" width="${share * 100}%" height="${THICK}"><title>${name}: ${formatPercent(share)}</title></rect>`;
    left += share;
    return drawn;
  });
  const description = `${shares.map(({ name, share }) => `${name} ${formatPercent(share)}`).join(", ")}.`;
  const legend = shares.map(
    ({ name, colour, share }) => ({ label: `${name} ${formatPercent(share)}`, colour, drawn: "area" }) as const,
  );
  return chart({ id, title, description, height: THICK, room: "none", legend }, parts);
}
