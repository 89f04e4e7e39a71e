import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import * as api from "../api/index.ts";

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

type Definitions = OpenAPIHono["openAPIRegistry"]["definitions"];
type Route = Extract<Definitions[number], { readonly type: "route" }>["route"];
type Content = NonNullable<NonNullable<Route["request"]>["body"]>["content"];
type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The names by which schemas refer to others. */
const names = z.registry<{ readonly id: string }>();
for (const [id, schema] of Object.entries(NAMED)) names.add(schema, { id });

/**
 * Describes the routes of the API in OpenAPI 3.1. The schemas are those that check requests and make responses, in JSON Schema
 * as zod writes it: the generator of @hono/zod-openapi does not know all of zod.
 */
export function describeApi(definitions: Definitions, version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const definition of definitions) {
    if (definition.type !== "route") continue;
    const { path, method } = definition.route;
    paths[path] = { ...paths[path], [method]: operationOf(definition.route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Colloquy explorer",
      version,
      description:
        "Reads the workspaces of Colloquy, and corrects names. Requests need the cookie of a session, or the token that `colloquy serve` prints. Lists come in pages: `next` is the `cursor` of the next page. A failure is a `Problem`. JSON has an ETag.",
    },
    servers: [{ url: "/api" }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: SECURITY_SCHEMES,
      schemas: namedSchemas(),
    },
  };
}

const SECURITY_SCHEMES = {
  token: { type: "http", scheme: "bearer", description: "The token that `colloquy serve` prints." },
  session: {
    type: "apiKey",
    in: "cookie",
    name: "colloquy-PORT",
    description: "The cookie that the link or the password gives.",
  },
};

function operationOf({ tags, summary, description, request, responses }: Route) {
  const { params, query, headers, body } = request ?? {};
  const parameters = [
    ...parametersOf(params, "path"),
    ...parametersOf(query, "query"),
    ...parametersOf(Array.isArray(headers) ? undefined : headers, "header"),
  ];
  return {
    tags,
    summary,
    ...(description === undefined ? {} : { description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: contentOf(body.content, "input") } }),
    responses: Object.fromEntries(
      Object.entries(responses).flatMap(([status, response]) =>
        "$ref" in response
          ? []
          : [
              [
                status,
                {
                  description: response.description,
                  ...(response.content === undefined ? {} : { content: contentOf(response.content, "output") }),
                },
              ],
            ],
      ),
    ),
  };
}

function contentOf(content: Content, io: "input" | "output") {
  return Object.fromEntries(
    Object.entries<Content[keyof Content]>(content).flatMap(([type, media]) =>
      media !== undefined && "schema" in media && media.schema instanceof z.ZodType
        ? [[type, { schema: referenceTo(media.schema, io) }]]
        : [],
    ),
  );
}

function parametersOf(schema: unknown, where: "path" | "query" | "header") {
  if (!(schema instanceof z.ZodObject)) return [];
  const { properties = {}, required = [] } = definitionOf(schema, "input");
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...own } = property as JsonSchema;
    return {
      name,
      in: where,
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: own,
    };
  });
}

/** A schema in its place: a reference if it has a name. */
function referenceTo(schema: z.ZodType, io: "input" | "output"): object {
  const name = names.get(schema)?.id;
  return name === undefined ? definitionOf(schema, io) : { $ref: `#/components/schemas/${name}` };
}

const REFERENCES = "#/components/schemas/";

/** Schemas within it that have a name are references. */
function definitionOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _version, $defs: _named, ...own } = z.toJSONSchema(schema, { io, metadata: names, override });
  return JSON.parse(JSON.stringify(own).replaceAll('"#/$defs/', `"${REFERENCES}`)) as JsonSchema;
}

function namedSchemas() {
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
