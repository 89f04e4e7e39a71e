import { z } from "zod";
import * as api from "../api/index.ts";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The schemas that the description of the API names; it has the others in place. */
const NAMED = {
  Answer: api.answer,
  AnnotatedChunk: api.annotatedChunk,
  Changes: api.changes,
  ChunkOutline: api.chunkOutline,
  Claim: api.claim,
  ClaimsBetween: api.claimsBetween,
  Comparison: api.comparison,
  Contradiction: api.contradiction,
  Corrected: api.corrected,
  Derivation: api.derivation,
  Entity: api.entity,
  EntityReference: api.entityReference,
  Evidence: api.evidence,
  ExplainedName: api.explainedName,
  GraphEdge: api.graphEdge,
  GraphNode: api.graphNode,
  GraphPart: api.graphPart,
  Hit: api.hit,
  KeptAnswer: api.keptAnswer,
  ListedEntity: api.listedEntity,
  ListedRun: api.listedRun,
  ListedSpeaker: api.listedSpeaker,
  ListedTranscript: api.listedTranscript,
  LiveRun: api.liveRun,
  Occurrence: api.occurrence,
  Overview: api.overview,
  Polarity: api.polarity,
  PolarityCounts: api.polarityCounts,
  Problem: api.problem,
  Quality: api.quality,
  Quote: api.quote,
  RunReport: api.runReport,
  Session: api.session,
  Suggestions: api.suggestions,
  Summary: api.summary,
  Theme: api.theme,
  Transcript: api.transcript,
  TranscriptText: api.transcriptText,
  Turn: api.turn,
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** The names by which schemas refer to others. */
const names = z.registry<{ readonly id: string }>();
for (const [id, schema] of Object.entries(NAMED)) names.add(schema, { id });

/** A schema in its place: a reference if it has a name. */
export function referenceTo(schema: z.ZodType, io: "input" | "output"): object {
  const name = names.get(schema)?.id;
  return name === undefined ? definitionOf(schema, io) : { $ref: `${REFERENCES}${name}` };
}

const REFERENCES = "#/components/schemas/";

/** Schemas within it that have a name are references. */
export function definitionOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _version, $defs: _named, ...own } = z.toJSONSchema(schema, { io, metadata: names, override });
  return JSON.parse(JSON.stringify(own).replaceAll('"#/$defs/', `"${REFERENCES}`)) as JsonSchema;
}

/** The schemas that have a name, by their names. */
export function namedSchemas() {
  const { schemas } = z.toJSONSchema(names, { uri: (id) => `${REFERENCES}${id}`, override });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _version, $id: _uri, ...schema }]) => [name, schema]),
  );
}

function override({
  zodSchema,
  jsonSchema,
}: {
  readonly zodSchema: z.core.$ZodType;
  readonly jsonSchema: JsonSchema;
}): void {
  const description = z.globalRegistry.get(zodSchema)?.description;
  if (description !== undefined) jsonSchema.description = description;
  // A list that nobody changes is no property that only responses have.
  delete jsonSchema.readOnly;
  // The query has it as a text.
  if (zodSchema === api.searchQuery.shape.exact) jsonSchema.type = "boolean";
}
