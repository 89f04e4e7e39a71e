import { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import { problem } from "../../api/index.ts";
import type { Workspace } from "../../composition/index.ts";
import { clientSignal, type Environment } from "../environment.ts";
import { Refusal } from "../problem.ts";
import type { Served } from "../served.ts";
import type { Context } from "hono";

export type Api = OpenAPIHono<Environment>;

/** An application for a group of routes. A wrong request is explained in one sentence. */
export function newApi(): Api {
  return new OpenAPIHono<Environment>({
    defaultHook: (result) => {
      if (!result.success) throw wrongRequest(result.target, result.error);
    },
  });
}

/** Reads a workspace for a request, when few enough others read. The read ends with the request. */
export async function readFor<Result>(
  c: Context<Environment>,
  { gate, workspaces }: Pick<Served, "gate" | "workspaces">,
  workspace: string,
  read: (workspace: Workspace, options: { readonly signal: AbortSignal }) => Promise<Result>,
): Promise<Result> {
  const signal = clientSignal(c);
  return gate.run(() => workspaces.use(workspace, (opened) => read(opened, { signal })), signal);
}

/** Exactly what a schema describes of a value: other fields are left out. */
export function shaped<Schema extends z.ZodType>(schema: Schema, value: z.input<Schema>): z.output<Schema> {
  return schema.parse(value);
}

export const workspacePath = z.object({ workspace: z.string().max(64).describe("Name of the workspace.") });

export const nameOrId = z.string().min(1).max(500).describe("A name, an alias or an id.");

const failure = (description: string) => json(problem, description);

/** A response with JSON. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { "application/json": { schema } } } as const;
}

export const FAILURES = {
  400: failure("The request is wrong: the message says how."),
  401: failure("There is no session, and no token."),
  403: failure("The request comes from another site, or calls the server by another name."),
  404: failure("There is no such workspace, or what was asked for is not in it."),
  429: failure("Too many requests; Retry-After says in how many seconds to try again."),
  500: failure("A failure of the server, its configuration or its files."),
  502: failure("A store or a provider of models does not respond."),
  503: failure("Too many reads at once, or the server ends; Retry-After says in how many seconds to try again."),
} as const;

/** Further failures of a request with a body. */
export const FAILURES_OF_BODY = {
  413: failure("The body is too large."),
  415: failure("The body is not application/json."),
} as const;

/** Further failures of a request that changes a workspace. */
export const FAILURES_OF_CHANGE = {
  409: failure("Another process works on the workspace."),
  507: failure("The disk is full, or a file cannot be written."),
} as const;

const PARTS: Readonly<Record<string, string>> = { json: "body", query: "query", param: "address" };

/** Names the first thing that is wrong. */
function wrongRequest(target: string, error: z.ZodError): Refusal {
  const [issue] = error.issues;
  const path = issue?.path.join(".") ?? "";
  const where =
    path === ""
      ? `The ${PARTS[target] ?? target} of the request`
      : `\`${path}\` in the ${PARTS[target] ?? target} of the request`;
  return new Refusal(
    400,
    "invalid-input",
    `${where} is wrong: ${issue?.message ?? "it cannot be read"}. /api/openapi.json describes all requests.`,
  );
}
