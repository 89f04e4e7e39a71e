import { describe, expect, it } from "vitest";
import { edgeOf, nodeOf, partOf, said } from "./sample-part.ts";
import { begin, collapse, expand, keepAlso, mergeParts, START, withoutEntities } from "./shown.ts";

const ids = ({ nodes }: { readonly nodes: readonly { readonly id: string }[] }) => nodes.map(({ id }) => id);
const NOTHING: ReadonlySet<string> = new Set();

describe("merging two parts", () => {
  it("has each entity and each relation once, and takes the newer one", () => {
    const newer = { ...partOf([], ["a CAUSES b"]), nodes: [nodeOf("b", { mentions: 7 }), nodeOf("c")] };
    const merged = mergeParts(partOf(["a", "b"], ["a CAUSES b"]), newer);
    expect(ids(merged)).toEqual(["a", "b", "c"]);
    expect(merged.nodes[1]?.mentions).toBe(7);
    expect(merged.edges).toHaveLength(1);
  });

  it("keeps evidence at its transcript and its speaker", () => {
    const one = {
      ...partOf(["a", "b"], []),
      transcripts: [{ file: "one.txt", date: null }],
      speakers: [{ id: "1", name: "Ann" }],
      edges: [edgeOf("a", "CAUSES", "b", [said(0, 0)])],
    };
    const other = {
      ...partOf(["b", "c"], []),
      transcripts: [
        { file: "two.txt", date: null },
        { file: "one.txt", date: null },
      ],
      speakers: [
        { id: null, name: "Speaker 1" },
        { id: "1", name: "Ann" },
      ],
      edges: [edgeOf("b", "CAUSES", "c", [said(0, 0), said(1, 1), said(1, null)])],
    };
    const { transcripts, speakers, edges } = mergeParts(one, other);
    expect(transcripts.map(({ file }) => file)).toEqual(["one.txt", "two.txt"]);
    expect(speakers.map(({ name }) => name)).toEqual(["Ann", "Speaker 1"]);
    expect(edges[1]?.support.map(({ transcript, speaker }) => [transcript, speaker])).toEqual([
      [1, 1],
      [0, 0],
      [0, null],
    ]);
  });
});

describe("expanding and collapsing", () => {
  const start = begin("telling", partOf(["a", "b"], ["a CAUSES b"]));
  const withB = expand(start, partOf(["c", "d", "e"], ["b CAUSES c", "b CAUSES d", "b CAUSES e"]), "b");

  it("adds what the server has, because of the expanded entity", () => {
    expect(ids(withB.part)).toEqual(["a", "b", "c", "d", "e"]);
    expect(withB.reasons.get("c")).toEqual(new Set(["b"]));
  });

  it("takes away what only the collapsed entity brought, with its relations", () => {
    const { part } = collapse(withB, "b", NOTHING);
    expect(ids(part)).toEqual(["a", "b"]);
    expect(part.edges.map(({ id }) => id)).toEqual(["a CAUSES b"]);
  });

  it("keeps what the start has, even if it is a neighbour", () => {
    expect(ids(collapse(withB, "b", NOTHING).part)).toContain("a");
  });

  it("keeps pinned entities, which stay after another collapse, too", () => {
    const kept = collapse(withB, "b", new Set(["d"]));
    expect(ids(kept.part)).toEqual(["a", "b", "d"]);
    expect(kept.reasons.get("d")).toEqual(new Set([START]));
  });

  it("keeps neighbours of another expanded entity, whichever brought them", () => {
    const withC = expand(withB, partOf(["f"], ["c CAUSES d", "e CAUSES c", "f CAUSES c"]), "c");
    const collapsed = collapse(withC, "b", new Set(["c"]));
    expect(ids(collapsed.part)).toEqual(["a", "b", "c", "d", "e", "f"]);
    expect(ids(collapse(collapsed, "c", NOTHING).part)).toEqual(["a", "b", "c"]);
  });

  it("shows an expanded entity that was not there before", () => {
    const withE = expand(start, partOf(["e", "f"], ["e CAUSES f"]), "e");
    expect(ids(collapse(withE, "e", NOTHING).part)).toEqual(["a", "b", "e"]);
  });
});

it("shows entities for themselves, with their relations and without other entities of the answer", () => {
  const shown = begin("start", partOf(["a", "b"], ["a CAUSES b"]));
  const answer = partOf(["d", "e"], ["b CAUSES d", "d CAUSES e"]);
  const { part, reasons } = keepAlso(shown, answer, ["d", "gone"]);
  expect(part.nodes.map(({ id }) => id)).toEqual(["a", "b", "d"]);
  expect(part.edges.map(({ id }) => id)).toEqual(["a CAUSES b", "b CAUSES d"]);
  expect(reasons.get("d")).toEqual(new Set([START]));
});

it("removes entities with their relations", () => {
  const { nodes, edges } = withoutEntities(partOf(["a", "b", "c"], ["a CAUSES b", "b CAUSES c"]), ["a"]);
  expect(nodes.map(({ id }) => id)).toEqual(["b", "c"]);
  expect(edges.map(({ id }) => id)).toEqual(["b CAUSES c"]);
});
