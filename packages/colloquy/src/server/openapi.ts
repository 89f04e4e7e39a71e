import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import { definitionOf, type JsonSchema, namedSchemas, referenceTo } from "./json-schema.ts";

type Definitions = OpenAPIHono["openAPIRegistry"]["definitions"];
type Route = Extract<Definitions[number], { readonly type: "route" }>["route"];
type Content = NonNullable<NonNullable<Route["request"]>["body"]>["content"];

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
      Object.entries(responses).map(([status, response]) => [status, responseOf(response)]),
    ),
  };
}

function responseOf(response: Route["responses"][string]) {
  if ("$ref" in response) return response;
  const { description, content } = response;
  return { description, ...(content === undefined ? {} : { content: contentOf(content, "output") }) };
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
