import type { EntityRow, Evidence, PolarityCounts, RelationshipRow, TranscriptRow } from "../model/index.ts";

/** The attributes of nodes: the columns of transcripts and entities, and the positions of quotes. */
interface NodeAttributes
  extends
    Omit<TranscriptRow, "kind" | "id">,
    Omit<EntityRow, "kind" | "id" | "name" | "aliases">,
    Omit<Evidence, "chunk" | "text" | "polarity" | "antecedents"> {
  readonly label: string;
  readonly kind: string;
  readonly aliases: string;
  /** The summary of an entity or a transcript. */
  readonly summary: string;
}

/** The attributes of edges: the columns of relationships, and of their first evidence. */
interface EdgeAttributes
  extends
    Omit<RelationshipRow, "kind" | "id" | "source" | "target" | "polarity" | "derived">,
    PolarityCounts,
    Pick<Evidence, "file" | "speaker" | "startMs" | "approximate" | "polarity"> {
  readonly label: string;
  readonly weight: number;
  /** The words of the first evidence. */
  readonly evidence: string;
  /** Whether no words state the relationship, and a judge compared two names. */
  readonly derived: boolean;
}

interface Attributes {
  readonly node: NodeAttributes;
  readonly edge: EdgeAttributes;
}

/** Some of the attributes of an element; null attributes are left out. */
type Some<All> = { readonly [Name in keyof All]?: All[Name] | null };

/** The GraphML type of each attribute. */
type Keys<All> = {
  readonly [Name in keyof All]-?: NonNullable<All[Name]> extends string
    ? "string"
    : NonNullable<All[Name]> extends boolean
      ? "boolean"
      : "int" | "long" | "double";
};

/** Every attribute in the order in which it is written. The compiler checks that none is missing. */
const KEYS: { readonly [Element in keyof Attributes]: Keys<Attributes[Element]> } = {
  node: {
    label: "string",
    kind: "string",
    type: "string",
    aliases: "string",
    summary: "string",
    mentions: "int",
    transcripts: "int",
    file: "string",
    format: "string",
    turns: "int",
    speaker: "string",
    startMs: "long",
    approximate: "boolean",
    endMs: "long",
    startOffset: "long",
    endOffset: "long",
  },
  edge: {
    label: "string",
    type: "string",
    weight: "double",
    count: "int",
    confidence: "double",
    stated: "int",
    negated: "int",
    question: "int",
    hypothetical: "int",
    implied: "int",
    withdrawn: "string",
    polarity: "string",
    evidence: "string",
    file: "string",
    speaker: "string",
    startMs: "long",
    approximate: "boolean",
    derived: "boolean",
  },
};

const NAMES = { node: Object.keys(KEYS.node), edge: Object.keys(KEYS.edge) } as const;

/** The head of the document: all attributes with their types. */
export function header(): string {
  const keys = (["node", "edge"] as const).flatMap((domain) =>
    Object.entries(KEYS[domain]).map(
      ([name, type]) => `  <key id="${domain}-${name}" for="${domain}" attr.name="${name}" attr.type="${type}"/>\n`,
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
${keys.join("")}  <graph id="colloquy" edgedefault="directed">
`;
}

function data<Element extends keyof Attributes>(element: Element, attributes: Some<Attributes[Element]>): string {
  const values: Readonly<Record<string, unknown>> = attributes;
  let written = "";
  for (const name of NAMES[element]) {
    const value = values[name] ?? null;
    if (value !== null) written += `<data key="${element}-${name}">${escapeXml(String(value))}</data>`;
  }
  return written;
}

export function node(id: string, attributes: Some<NodeAttributes>): string {
  return `    <node id="${escapeXml(id)}">${data("node", attributes)}</node>\n`;
}

/** A directed edge. */
export function edge(id: string, source: string, target: string, attributes: Some<EdgeAttributes>): string {
  const ends = `id="${escapeXml(id)}" source="${escapeXml(source)}" target="${escapeXml(target)}"`;
  return `    <edge ${ends}>${data("edge", attributes)}</edge>\n`;
}

export const FOOTER = "  </graph>\n</graphml>\n";

/** Characters that XML 1.0 cannot represent, not even escaped, and the C1 controls, which it discourages. */
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Surrogate}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // XML readers convert unescaped ones to spaces or line feeds.
  "\r": "&#13;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/**
 * Escapes text for an XML element or a quoted attribute, and for HTML. Illegal characters are removed; all other
 * characters are read back unchanged.
 */
function escapeXml(text: string): string {
  return text.replace(ILLEGAL, "").replace(/[&<>"'\r\n\t]/g, (character) => ENTITIES[character] ?? character);
}
