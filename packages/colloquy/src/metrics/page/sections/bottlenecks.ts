import { formatPercent, type Markup, markup, RESOURCE_TERMS, RESOURCES } from "../../../text/index.ts";
import type { StagePerformance, RunReports } from "../../reports/index.ts";
import { BOTTLENECK_TERMS, STAGE_TITLES } from "../../terms.ts";
import { chart } from "../charts/chart.ts";
import { numbers, words } from "../../columns.ts";
import { figures, nothingToShow, numbersBehind, section, table } from "../elements.ts";
import { figure, placed, type Placed, within } from "../figure.ts";

/** The reasons for which each stage waited, as shares of its time. */
export function bottlenecks({ performance: { modelStages } }: RunReports): Markup | null {
  const watched = modelStages.filter((stage) => stage.bottlenecks.length > 0);
  if (watched.length === 0) return null;
  if (watched.every((stage) => stage.bottlenecks.every(({ by }) => by === "none"))) {
    return section("bottlenecks", "Bottlenecks", nothingToShow("No bottleneck: no call waited before it was sent."));
  }
  const tables = placed("performance.modelStages", modelStages).map((stage) => [
    shareTable(stage),
    utilisationTable(stage),
  ]);
  return section(
    "bottlenecks",
    "Bottlenecks",
    markup`<div class="card">${watched.map(shareBar)}${numbersBehind("The bottlenecks in numbers", tables)}</div>`,
    "The share of its time in which each stage had calls ready and waited.",
  );
}

function shareTable({ path, item: { stage, bottlenecks: shares } }: Placed<StagePerformance>): Markup | null {
  if (shares.length === 0) return null;
  return table(`${STAGE_TITLES[stage]}: waited for`, placed(`${path}.bottlenecks`, shares), [
    words("For", ({ item: { by } }) => BOTTLENECK_TERMS[by]),
    ...figures({ "Share of the time": "share" }),
  ]);
}

function utilisationTable(stage: Placed<StagePerformance>): Markup | null {
  const known = RESOURCES.filter((resource) => stage.item.utilisation[resource] !== undefined);
  if (known.length === 0) return null;
  return table(`${STAGE_TITLES[stage.item.stage]}: use of the limits`, known, [
    words("Limit of", (resource) => RESOURCE_TERMS[resource]),
    numbers("Granted a minute", (resource) => figure(within(stage, "perMinute"), resource)),
    numbers("Taken in all", (resource) => figure(within(stage, "admitted"), resource)),
    numbers("Of what was granted", (resource) => figure(within(stage, "utilisation"), resource, "share")),
  ]);
}

const THICK = 22;

/** The shares of a stage in one bar, with their names below. */
function shareBar({ stage, bottlenecks: all }: StagePerformance): Markup {
  const shares = all
    .toSorted((left, right) => right.share - left.share)
    .map(({ by, share }) => ({ name: BOTTLENECK_TERMS[by], colour: `by-${by}`, share }));
  let left = 0;
  const parts = shares.map(({ name, colour, share }) => {
    const drawn = markup`<rect class="bar spaced ${colour}" x="${left * 100}%" y="0" width="${share * 100}%" height="${THICK}"><title>${name}: ${formatPercent(share)}</title></rect>`;
    left += share;
    return drawn;
  });
  const labels = shares.map(({ name, share }) => `${name} ${formatPercent(share)}`);
  return chart(
    {
      id: `bottlenecks-${stage}`,
      title: STAGE_TITLES[stage],
      description: `${labels.join(", ")}.`,
      height: THICK,
      room: "none",
      legend: shares.map(({ colour }, index) => ({ label: labels[index] ?? "", colour, drawn: "area" })),
    },
    parts,
  );
}
