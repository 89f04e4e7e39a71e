import { escapeXml } from "./xml.ts";

type Value = string | number | boolean | null;
type Attributes = Readonly<Record<string, Value>>;

/** Attributes by what they describe, with their GraphML types. */
const KEYS: Readonly<
  Record<"node" | "edge", Readonly<Record<string, "string" | "int" | "long" | "double" | "boolean">>>
> = {
  node: {
    label: "string",
    kind: "string",
    type: "string",
    aliases: "string",
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
    polarity: "string",
    evidence: "string",
    file: "string",
    speaker: "string",
    startMs: "long",
    approximate: "boolean",
  },
};

/** The head of the document: every attribute with its type. */
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

function data(domain: "node" | "edge", attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `<data key="${domain}-${name}">${escapeXml(String(value))}</data>`)
    .join("");
}

/** A node; attributes that are null are left out. */
export function node(id: string, attributes: Attributes): string {
  return `    <node id="${escapeXml(id)}">${data("node", attributes)}</node>\n`;
}

/** A directed edge; attributes that are null are left out. */
export function edge(id: string, source: string, target: string, attributes: Attributes): string {
  const ends = `id="${escapeXml(id)}" source="${escapeXml(source)}" target="${escapeXml(target)}"`;
  return `    <edge ${ends}>${data("edge", attributes)}</edge>\n`;
}

export const FOOTER = "  </graph>\n</graphml>\n";
