import { CROSS_EPISODE, printable } from "../../model/index.ts";
import { counted, formatCount, padColumns, wrap } from "../../text/index.ts";
import type { WorkspaceStatus } from "../library.ts";
import type { Output } from "../output.ts";

const LABEL_WIDTH = 13;
const SHOWN_SKIPPED = 10;
const SHOWN_TYPES = 7;

/** The status of a workspace, one line for each number. */
export function renderStatus(
  status: WorkspaceStatus,
  all: boolean,
  output: Pick<Output, "colours" | "columns">,
): string {
  const { colours } = output;
  const rows = [...statusRows(status), ["digest", status.digest] as const];
  const lines = rows.map(([label, text]) => row(label, text, output));
  const warnings = status.warnings.map(
    (warning) => `\n${colours.yellow(wrap(printable(warning), Math.min(output.columns, 100)))}\n`,
  );
  return `${colours.bold(`Workspace ${printable(status.workspace)}`)}\n${lines.join("\n")}\n${renderSkipped(status, all, output)}${warnings.join("")}`;
}

/** The contents of a workspace, as label and text. */
export function statusRows(status: WorkspaceStatus): (readonly [label: string, text: string])[] {
  const { transcripts, chunks, graph } = status;
  const open = [chunks.pending > 0 ? `${formatCount(chunks.pending)} pending` : "", deadLettersText(chunks)].filter(
    (part) => part !== "",
  );
  return [
    ["transcripts", formatCount(transcripts.parsed)],
    ["chunks", [`${formatCount(chunks.total)}, ${formatCount(chunks.extracted)} extracted`, ...open].join(", ")],
    ...profileRows(status),
    ...leftOutRows(status),
    ["entities", withTypes(graph.entities, graph.byType.entities)],
    ["relations", relationsText(graph)],
    ...(status.checks.checked === 0 ? [] : [["checked", checksText(status.checks)] as const]),
    ["quotes", `${formatCount(graph.quotes)}; ${counted(graph.evidence, "piece")} of evidence in all`],
    ...summaryRows(status),
    ["vectors", formatCount(status.vectors)],
    ...(status.unwritten === 0 ? [] : [["not written", unwrittenText(status.unwritten)] as const]),
  ];
}

/** A chunk may be a dead letter of both stages, so the two counts are never added. */
function deadLettersText({ deadLetters, embeddingDeadLetters }: WorkspaceStatus["chunks"]): string {
  if (embeddingDeadLetters === 0) return deadLetters === 0 ? "" : `${formatCount(deadLetters)} in the dead letters`;
  const notEmbedded = `${formatCount(embeddingDeadLetters)} not embedded`;
  return `in the dead letters ${deadLetters === 0 ? "" : `${formatCount(deadLetters)} not extracted and `}${notEmbedded}`;
}

function checksText({ checked, withdrawn }: WorkspaceStatus["checks"]): string {
  return `${counted(checked, "statement")} by --verify, ${formatCount(withdrawn)} of them withdrawn`;
}

function unwrittenText(chunks: number): string {
  return `the results of ${counted(chunks, "chunk")} are in the ledger, but not in graph and index yet: the next run writes them`;
}

/** The number of extracted chunks by profile. */
function profileRows({ profiles }: WorkspaceStatus): (readonly [string, string])[] {
  const settled = profiles.filter(({ chunks }) => chunks > 0);
  const text = settled.map(({ profile, chunks }) => `${formatCount(chunks)} by ${printable(profile)}`).join(", ");
  return text === "" ? [] : [["extracted", text]];
}

/** Items of models' replies that were rejected. */
function leftOutRows({ items }: WorkspaceStatus): (readonly [string, string])[] {
  const { kept, ungrounded, schema, lowConfidence } = items;
  const leftOut = ungrounded + schema + lowConfidence;
  const reasons = [
    [ungrounded, "without evidence"],
    [schema, "not allowed by the ontology"],
    [lowConfidence, "below --min-confidence"],
  ] as const;
  const texts = reasons.flatMap(([count, why]) => (count === 0 ? [] : [`${formatCount(count)} ${why}`]));
  const all = formatCount(kept + leftOut);
  return leftOut === 0
    ? []
    : [["left out", `${formatCount(leftOut)} of ${all} items in the replies of models: ${texts.join(", ")}`]];
}

/** The summaries, and the sentences that were left out of the replies. */
function summaryRows({ summaries }: WorkspaceStatus): (readonly [string, string])[] {
  const { entities, transcripts, sentences, dropped } = summaries;
  if (entities + transcripts === 0) return [];
  const of = `of ${counted(transcripts, "transcript")} and ${counted(entities, "entity", "entities")}`;
  const leftOut = dropped.uncited + dropped.unknown + dropped.ungrounded;
  const left = leftOut === 0 ? "" : `; ${formatCount(leftOut)} left out, because their citations do not support them`;
  return [["summaries", `${of}: ${counted(sentences, "sentence")}${left}`]];
}

/** A recurrence is no stated relation. It is counted separately. */
function relationsText({ relationships, derived, byType }: WorkspaceStatus["graph"]): string {
  const { [CROSS_EPISODE]: recurring = 0, ...stated } = byType.relationships;
  const ofThese = derived === 0 ? "" : `, ${formatCount(derived)} of them derived from names`;
  const text = `${withTypes(relationships - recurring, stated)}${ofThese}`;
  return recurring === 0 ? text : `${text}, and ${counted(recurring, "link")} from recurring entities to transcripts`;
}

export function row(label: string, text: string, { colours, columns }: Pick<Output, "colours" | "columns">): string {
  const indent = " ".repeat(LABEL_WIDTH + 2);
  return `  ${colours.dim(padColumns(label, LABEL_WIDTH))}${wrap(text, Math.min(columns, 100), indent).trimStart()}`;
}

/** As `row`, without wrapping, for a link. */
export function unbrokenRow(label: string, text: string, { colours }: Pick<Output, "colours">): string {
  return `  ${colours.dim(padColumns(label, LABEL_WIDTH))}${text}`;
}

/** The skipped files, each with its reason; empty if there are none. */
export function renderSkipped(
  { transcripts }: WorkspaceStatus,
  all: boolean,
  output: Pick<Output, "colours" | "columns">,
): string {
  const { skipped } = transcripts;
  if (skipped.length === 0) return "";
  const { colours } = output;
  const shown = all ? skipped : skipped.slice(0, SHOWN_SKIPPED);
  const lines = shown.map(({ path, reason }) => `  ${printable(path)}  ${colours.dim(printable(reason))}`);
  const rest =
    skipped.length > shown.length
      ? [colours.dim(`  and ${skipped.length - shown.length} more (--verbose shows all)`)]
      : [];
  return [`\n${colours.yellow(`Skipped ${counted(skipped.length, "file")}`)}`, ...lines, ...rest, ""].join("\n");
}

/** `412 (Concept 300, Person 12, …)`, the most frequent first. */
function withTypes(number: number, byType: Readonly<Record<string, number>>): string {
  const types = Object.entries(byType)
    .filter(([, each]) => each > 0)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const shown = [
    ...types.slice(0, SHOWN_TYPES).map(([type, each]) => `${printable(type)} ${formatCount(each)}`),
    ...(types.length > SHOWN_TYPES ? ["…"] : []),
  ].join(", ");
  return shown === "" ? formatCount(number) : `${formatCount(number)} (${shown})`;
}
