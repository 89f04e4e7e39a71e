import { CROSS_EPISODE, entitySalience, printable } from "../../model/index.ts";
import type { GraphCounts } from "../../ports/index.ts";
import { counted, escapeMarkup, formatCount, hashSource, scriptJson } from "../../text/index.ts";
import type { Drawing } from "./drawing.ts";
import { SCRIPT } from "./script.ts";
import type { EdgeKind, PictureNode, Selection } from "./picture.ts";
import { PICTURE_STYLE, TYPE_COLOURS } from "./style.ts";
import {
  citation,
  comparedCitations,
  countsSentence,
  derivedSentence,
  MARKS,
  marksOf,
  typeName,
  verbOf,
} from "./words.ts";

export interface PageParts {
  readonly title: string;
  readonly caption: string;
  readonly counts: GraphCounts;
  readonly selection: Selection;
  readonly drawing: Drawing;
}

/** The whole page: markup, style, data and script, without external parts. */
export function page(parts: PageParts): string {
  const { title, selection, drawing } = parts;
  const style = `${PICTURE_STYLE}${typeRules()}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'; style-src ${hashSource(style)}; script-src ${hashSource(SCRIPT)}">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${escapeMarkup(title)}</h1><p>${escapeMarkup(contentsSentence(parts))}</p><p>${escapeMarkup(parts.caption)}</p></header>
<main>
${drawing.svg}
<div id="legend">${legend(selection)}</div>
<div id="zoom"><button id="in" aria-label="Nearer">+</button><button id="out" aria-label="Further">−</button><button id="fit" aria-label="Show all">⤢</button></div>
</main>
<aside id="panel"></aside>
<script type="application/json" id="data">${scriptJson(pageData(parts), printable).markup}</script>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function contentsSentence({ counts, selection }: PageParts): string {
  const shown = selection.nodes.length;
  return (
    `The ${counted(shown, "most telling entity", "most telling entities")} of ${formatCount(counts.entities)}, from ` +
    `${counted(counts.transcripts, "conversation")} with ${counted(between(counts), "relationship")} and ${counted(counts.quotes, "quote")}.`
  );
}

/** Number of relationships between entities that words say or imply; recurrence across transcripts is not counted. */
function between({ relationships, derived, byType }: GraphCounts): number {
  return relationships - derived - (byType.relationships[CROSS_EPISODE] ?? 0);
}

function typeRules(): string {
  return Object.entries(TYPE_COLOURS)
    .map(([type, colour]) => `[data-type="${type}"]{--c:${colour}}`)
    .join("\n");
}

function legend({ nodes, edges }: Selection): string {
  const types = new Set(nodes.map((node) => node.row.type));
  const known = [...types].sort((left, right) => order(left) - order(right) || (left < right ? -1 : 1));
  const line = (className: string, label: string): string =>
    `<span><svg width="26" height="8" aria-hidden="true"><g class="edge ${className}"><path class="line" d="M1 4H25" stroke-width="1.6"/></g></svg>${label}</span>`;
  const has = (kind: EdgeKind): boolean => edges.some((edge) => edge.kind === kind);
  const said = edges.flatMap(({ kind, polarity }) => (kind === "said" && polarity !== null ? [polarity] : []));
  const marked = edges.map(({ polarity }) => polarity).filter((polarity) => polarity !== null);
  const broader = edges.filter(({ kind }) => kind === "broader");
  return [
    ...known.map((type) => `<span><i data-type="${escapeMarkup(type)}"></i>${escapeMarkup(typeName(type))}</span>`),
    ...(said.some(({ stated }) => stated > 0) ? [line("said", "stated")] : []),
    ...(said.some(({ stated }) => stated === 0) ? [line("said unstated", "not stated")] : []),
    ...MARKS.filter(({ polarity }) => marked.some((counts) => counts[polarity] > 0)).map(
      ({ mark, done }) => `<span><b class="mark">${mark}</b>${done}</span>`,
    ),
    ...(broader.some(({ derived }) => derived === undefined) ? [line("broader", "kind or part")] : []),
    ...(broader.some(({ derived }) => derived !== undefined)
      ? [line("broader unstated", "kind or part, derived from names")]
      : []),
    ...(has("related") ? [line("related", "mentioned together")] : []),
    ...(has("speaks") ? [line("speaks", "speaks of")] : []),
    `<span><svg width="16" height="16" aria-hidden="true"><circle class="ring" cx="8" cy="8" r="6" stroke-dasharray="10 2.57"/></svg>an arc for each conversation</span>`,
  ].join("");
}

function order(type: string): number {
  const position = Object.keys(TYPE_COLOURS).indexOf(type);
  return position === -1 ? Number.MAX_SAFE_INTEGER : position;
}

function pageData({ counts, selection, drawing }: PageParts): unknown {
  const nodes = selection.nodes.toSorted((left, right) => entitySalience(right.row) - entitySalience(left.row));
  const ideas = nodes.filter((node) => node.row.type !== "Person");
  return {
    conversations: counts.transcripts,
    centre: centre(ideas.length > 0 ? ideas : nodes, drawing),
    nodes: nodes.map(nodeData),
    edges: selection.edges.map((edge) => ({
      kind: edge.kind,
      source: edge.source,
      target: edge.target,
      verb: edge.kind === "related" ? "is mentioned with" : verbOf(edge.type),
      count: edge.count,
      ...(edge.polarity === null ? {} : { marks: marksOf(edge.polarity), note: countsSentence(edge.polarity) }),
      ...(edge.derived === undefined ? {} : { note: derivedSentence(edge.derived) }),
      evidence: edge.derived === undefined ? edge.evidence.map(citation) : comparedCitations(edge.derived),
    })),
  };
}

/** The most salient node, where a narrow screen starts. */
function centre(nodes: readonly PictureNode[], { points }: Drawing): { readonly x: number; readonly y: number } {
  const first = nodes[0];
  const { x, y } = (first === undefined ? undefined : points.get(first.row.id)) ?? { x: 0, y: 0 };
  return { x: Math.round(x), y: Math.round(y) };
}

function nodeData({ row, files, quotes, sentences }: PictureNode): unknown {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    typeName: typeName(row.type),
    aliases: row.aliases.map((alias) => alias.name).slice(0, 8),
    mentions: row.mentions,
    conversations: files.length,
    files: files.slice(0, 30),
    quotes: quotes.map((quote) => citation(quote.evidence)),
    sentences: sentences.map(citation),
  };
}
