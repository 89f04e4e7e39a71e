type Value = string | number | boolean | null;
type Attributes = Readonly<Record<string, Value>>;

/** Attributes by the element that they describe, with their GraphML types. */
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

function data(domain: "node" | "edge", attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `<data key="${domain}-${name}">${escapeXml(String(value))}</data>`)
    .join("");
}

/** A node; null attributes are left out. */
export function node(id: string, attributes: Attributes): string {
  return `    <node id="${escapeXml(id)}">${data("node", attributes)}</node>\n`;
}

/** A directed edge; null attributes are left out. */
export function edge(id: string, source: string, target: string, attributes: Attributes): string {
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
