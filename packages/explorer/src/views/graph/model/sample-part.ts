import type { GraphEdge, GraphNode, GraphPart, Polarity } from "colloquy/api";

/** A part of a graph for tests: nodes by name, and edges as `source TYPE target`. */
export function partOf(
  nodes: readonly string[],
  edges: readonly string[],
  others: Partial<Pick<GraphPart, "transcripts" | "speakers">> & { readonly support?: GraphEdge["support"] } = {},
): GraphPart {
  return {
    nodes: nodes.map((name) => nodeOf(name)),
    edges: edges.map((edge) => {
      const [source = "", type = "", target = ""] = edge.split(" ");
      return edgeOf(source, type, target, others.support ?? []);
    }),
    transcripts: others.transcripts ?? [],
    speakers: others.speakers ?? [],
    total: { entities: 100, relationships: 200 },
  };
}

export function nodeOf(name: string, others: Partial<GraphNode> = {}): GraphNode {
  return { id: name, name, type: "Concept", mentions: 1, transcripts: 1, degree: 0, ...others };
}

export function edgeOf(source: string, type: string, target: string, support: GraphEdge["support"] = []): GraphEdge {
  const polarity = { stated: 0, negated: 0, question: 0, hypothetical: 0, implied: 0 };
  for (const each of support) polarity[each.polarity] += each.count;
  return {
    id: `${source} ${type} ${target}`,
    source,
    target,
    type,
    count: support.reduce((sum, each) => sum + each.count, 0),
    polarity,
    derived: false,
    support,
  };
}

/** Evidence of one speaker in one transcript. */
export function said(
  transcript: number,
  speaker: number | null,
  {
    polarity = "stated",
    count = 1,
    at = null,
  }: { readonly polarity?: Polarity; readonly count?: number; readonly at?: number | null } = {},
): GraphEdge["support"][number] {
  return { transcript, speaker, polarity, count, fromMs: at, toMs: at };
}
