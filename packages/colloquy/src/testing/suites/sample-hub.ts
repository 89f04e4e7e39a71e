import type { EntityRow, GraphRow } from "../../model/index.ts";
import {
  sampleId,
  sampleChunk,
  sampleEntity,
  sampleEvidenceRow,
  sampleMention,
  sampleQuote,
  sampleRelationship,
} from "./sample-rows.ts";

/**
 * Rows by kind of an entity `Hub` with a number of relationships. Each leads to an entity with one further neighbour,
 * and has two pieces of evidence. The person Ann says the evidence of every second relationship.
 */
export function sampleHub(relationships: number): readonly (readonly GraphRow[])[] {
  const numbers = Array.from({ length: relationships }, (_, n) => n);
  const hub = sampleEntity("hub", { name: "Hub", mentions: 1_000 });
  const ann = sampleEntity("ann", { name: "Ann", type: "Person" });
  const near = numbers.map((n) => sampleEntity(`near ${n}`));
  const far = numbers.map((n) => sampleEntity(`far ${n}`));
  const chunk = sampleChunk("chunk", { text: "Ann: The hub holds. It does.", startOffset: 0, endOffset: 28 });
  const inChunk = { chunk: chunk.id, file: chunk.file };
  const linked = numbers.flatMap((n) => [
    sampleRelationship(`near ${n}`, { source: hub.id, target: idOfEntity(near[n]), count: 2 + (n % 7) }),
    sampleRelationship(`far ${n}`, { source: idOfEntity(far[n]), target: idOfEntity(near[n]) }),
  ]);
  const evidence = numbers.flatMap((n) =>
    [0, 1].map((piece) =>
      sampleEvidenceRow(`evidence ${n} ${piece}`, {
        of: sampleId(`near ${n}`),
        evidence: { ...inChunk, speaker: n % 2 === 0 ? "Ann" : "Bo", startOffset: 10 * piece },
      }),
    ),
  );
  return [
    [chunk],
    [hub, sampleEntity("hub too", { name: "Hub" }), ann, ...near, ...far],
    [
      sampleMention("label", { entity: ann.id, evidence: { ...inChunk, startOffset: 0, endOffset: 3, text: "Ann" } }),
      sampleMention("said", { entity: hub.id, evidence: { ...inChunk, startOffset: 9, endOffset: 12, text: "hub" } }),
    ],
    linked,
    [0, 1].map((n) => sampleQuote(`quote ${n}`, { about: [hub.id], evidence: { ...inChunk, startOffset: n } })),
    evidence,
  ];
}

function idOfEntity(entity: EntityRow | undefined): string {
  return entity?.id ?? "";
}
