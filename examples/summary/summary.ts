import colours from "picocolors";
import type { EntityRow, Evidence, Workspace, WorkspaceStatus } from "../../packages/colloquy/src/index.ts";
import { counted, formatClock, padColumns, truncate, wrapLines } from "../../packages/colloquy/src/text/index.ts";
import { bestSentences } from "./excerpt.ts";
import { mostInformative, type StatedRelation, statedRelations, LESS_INFORMATIVE, varied } from "./ranking.ts";

export interface SummaryOptions {
  /** Width of the page in characters. */
  readonly columns: number;
  /** One sentence about the extractor and its error rate. */
  readonly quality: string;
  readonly files: readonly (readonly [label: string, path: string])[];
}

const QUESTION = "later school start times and car crashes";

/** A page about a workspace: people, ideas, relations with their evidence, and an example of a search. */
export async function renderSummary(workspace: Workspace, options: SummaryOptions): Promise<string> {
  const status = await workspace.status();
  const people = await workspace.entities({ type: "Person", limit: 8 });
  const relations = await statedRelations(workspace);
  const leading = relations.filter(({ row }) => !LESS_INFORMATIVE.has(row.type));
  const ideas = mostInformative(
    (await workspace.entities({ limit: 1000 })).filter((entity) => entity.type !== "Person"),
    relations,
  );
  const recurring = ideas.filter((entity) => entity.transcripts > 1);
  const sections = [
    opening(status, relations.length),
    section(
      "People",
      people.map((person) => personLine(person, options.columns)),
    ),
    section(
      "Ideas that run through several conversations",
      recurring.slice(0, 12).map((idea) => ideaLine(idea, status)),
    ),
    section(
      "Stated causes and effects",
      varied(leading, 7).flatMap((relation) => relationLines(relation, options.columns)),
    ),
    section("Worth quoting", await quoteLines(workspace, options.columns)),
    section(`Search: "${QUESTION}"`, await searchLines(workspace, options.columns)),
    section("Quality", wrapLines(options.quality, options.columns, "  ")),
    section(
      "Files",
      options.files.map(([label, path]) => `  ${label.padEnd(11)}${path}`),
    ),
    section("Try next", nextLines(relations[0]?.source ?? ideas[0])),
  ];
  return `${sections.join("\n")}\n`;
}

function indented(line: string): string {
  return `  ${line}`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `\n${colours.bold(colours.cyan(title))}\n${lines.join("\n")}`;
}

function opening(status: WorkspaceStatus, stated: number): string {
  const { graph, transcripts, chunks, vectors } = status;
  const parts = [
    counted(transcripts.parsed, "conversation"),
    counted(chunks.total, "chunk"),
    counted(vectors, "vector"),
    counted(graph.entities, "entity", "entities"),
    counted(stated, "stated relation"),
    counted(graph.quotes, "quote"),
  ];
  return `\n${colours.bold("Colloquy")}  ${colours.dim(parts.join(" · "))}`;
}

function personLine(person: EntityRow, columns: number): string {
  const others = person.aliases.map((alias) => alias.name).join(", ");
  const also = others === "" ? "" : `   also: ${others}`;
  const facts = `${padColumns(person.name, 22)} ${String(person.mentions).padStart(4)}×  ${counted(person.transcripts, "conversation")}`;
  return `  ${facts}${colours.dim(truncate(also, Math.max(0, columns - facts.length - 2)))}`;
}

function ideaLine(idea: EntityRow, status: WorkspaceStatus): string {
  const all = status.transcripts.parsed;
  const dots =
    colours.green("●".repeat(idea.transcripts)) + colours.dim("·".repeat(Math.max(0, all - idea.transcripts)));
  return `  ${padColumns(truncate(idea.name, 30), 31)} ${dots}  ${String(idea.mentions).padStart(3)}×  ${colours.dim(idea.type)}`;
}

const VERBS: Readonly<Record<string, string>> = { OPTIMIZES: "improves" };

function relationLines({ source, target, row, evidence }: StatedRelation, columns: number): readonly string[] {
  const verb = `─ ${VERBS[row.type] ?? row.type.toLowerCase().replaceAll("_", " ")} →`;
  const times = row.polarity.stated > 1 ? colours.dim(`  (${row.polarity.stated} times)`) : "";
  return [
    `  ${colours.bold(source.name)} ${colours.yellow(verb)} ${colours.bold(target.name)}${times}`,
    ...quotation(evidence.text, evidence, columns),
  ];
}

function quotation(text: string, place: Omit<Evidence, "polarity" | "chunk">, columns: number): readonly string[] {
  const time = formatClock(place.startMs);
  const shownTime = place.approximate === true && time !== null ? `about ${time}` : time;
  const where = [place.speaker, place.file, shownTime].filter((part) => part !== null).join(", ");
  return [...wrapLines(`“${text.trim()}”`, columns - 6), `— ${where}`].map((line) => `      ${colours.dim(line)}`);
}

/** Short quotes about entities of the graph, one of each speaker. */
async function quoteLines(workspace: Workspace, columns: number): Promise<readonly string[]> {
  const quotes = (await workspace.quotes({ limit: 1000 }))
    .filter((quote) => quote.about.length > 0)
    .toSorted((one, other) => one.text.length - other.text.length || (one.id < other.id ? -1 : 1));
  const bySpeaker = new Map(quotes.toReversed().map((quote) => [quote.evidence.speaker, quote]));
  const shortest = quotes.filter((quote) => bySpeaker.get(quote.evidence.speaker) === quote);
  return shortest.slice(0, 3).flatMap(({ text, evidence }) => quotation(text, evidence, columns));
}

async function searchLines(workspace: Workspace, columns: number): Promise<readonly string[]> {
  const [hit] = await workspace.search(QUESTION, { limit: 1 });
  return hit === undefined ? [] : quotation(bestSentences(hit.text, QUESTION), hit, columns);
}

function nextLines(idea: EntityRow | undefined): readonly string[] {
  const name = idea?.name ?? "sleep debt";
  return [
    `npx colloquy show "${name}" --workspace sample`,
    `npx colloquy search "who should move the buses" --workspace sample`,
    `npx colloquy export --format graphml --output sample.graphml --workspace sample`,
    `npx colloquy ingest --transcripts-dir DIR --workspace mine   (your own transcripts)`,
  ].map(indented);
}
