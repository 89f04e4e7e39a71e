import { z } from "zod";
import type { Neo4jSettings, TypeNames } from "../adapters/neo4j/index.ts";
import { ColloquyError, type Ontology } from "../model/index.ts";
import { type Option, WITH_GRAPH } from "../options/index.ts";
import type { GraphStore } from "../ports/index.ts";
import { redact } from "../text/index.ts";
import {
  isAddress,
  isReadable,
  nameOfAddress,
  secretOf,
  type Server,
  valueOf,
  type WithEnvironment,
} from "./server.ts";

/** The options of a Neo4j, for writing and for reading. */
export interface Neo4jOptions {
  /**
   * The address of a Neo4j (5.26 or later), such as `bolt://127.0.0.1:7687` or `neo4j+s://name.databases.neo4j.io`.
   * Default: `NEO4J_URI`.
   */
  readonly neo4jUri?: string;
  /** Default: `NEO4J_USERNAME`, or `neo4j`. */
  readonly neo4jUsername?: string;
  /** Default: `NEO4J_DATABASE`, or the user's default database. */
  readonly neo4jDatabase?: string;
}

const UNENCRYPTED = ["neo4j:", "bolt:"];
const SCHEMES = [...UNENCRYPTED, "neo4j+s:", "neo4j+ssc:", "bolt+s:", "bolt+ssc:"];
const DEFAULT_USER = "neo4j";

const OPTIONS = {
  neo4jUri: {
    schema: z.string().refine((text) => isAddress(text, SCHEMES)),
    expected:
      "an address such as `bolt://127.0.0.1:7687` or `neo4j+s://name.databases.neo4j.io`, without a user name and a password in it (NEO4J_USERNAME and NEO4J_PASSWORD hold these)",
    value: "address",
    help: "Neo4j server for the graph (default: NEO4J_URI; if unset, a file)",
    commands: WITH_GRAPH,
    variable: "NEO4J_URI",
    comment: `A Neo4j for the graph. Without an address the graph is a file in the workspace's folder. The environment
variables NEO4J_URI, NEO4J_USERNAME and NEO4J_DATABASE also set these options. NEO4J_PASSWORD (or NEO4J_BEARER_TOKEN)
is read only from the environment and from .env.`,
    example: "bolt://127.0.0.1:7687",
  },
  neo4jUsername: {
    schema: z.string().refine((text) => text.trim() !== "" && !/[\r\n]/.test(text)),
    expected: "the name of a user, on one line",
    value: "name",
    help: "Neo4j user (default: NEO4J_USERNAME, or neo4j; the password is NEO4J_PASSWORD)",
    commands: WITH_GRAPH,
    variable: "NEO4J_USERNAME",
    example: DEFAULT_USER,
  },
  neo4jDatabase: {
    schema: z.string().regex(/^\S{1,63}$/),
    expected: "the name of a database, without spaces",
    value: "name",
    help: "Neo4j database (default: NEO4J_DATABASE, or the user's default database)",
    commands: WITH_GRAPH,
    variable: "NEO4J_DATABASE",
    example: "neo4j",
  },
} as const satisfies Record<keyof Neo4jOptions, Option>;

type Given = Neo4jOptions & WithEnvironment;

export const neo4j = {
  name: "neo4j",
  title: "Neo4j",
  holds: "graph",
  options: OPTIONS,
  address: "neo4jUri",
  secrets: ["NEO4J_PASSWORD", "NEO4J_BEARER_TOKEN"],
  encryptedAddress: "an address with +s",

  settings(given: Given) {
    const uri = valueOf("neo4jUri", OPTIONS.neo4jUri, given);
    if (uri === null) return null;
    return {
      uri,
      named: nameOfAddress("neo4jUri", OPTIONS.neo4jUri, uri, given),
      database: valueOf("neo4jDatabase", OPTIONS.neo4jDatabase, given),
      auth: authentication(given),
    };
  },

  describe: ({ uri, database }: Neo4jSettings) =>
    `Neo4j at ${redact(uri)}${database === null ? "" : `, database ${database}`}`,

  async open(settings, { ontology, ...opening }) {
    const { openNeo4jGraphStore } = await import("../adapters/neo4j/index.ts");
    return openNeo4jGraphStore(settings, { ...opening, types: typeNames(ontology) });
  },

  async check(settings, { ontology }) {
    const types = typeNames(ontology());
    const { checkNeo4j } = await import("../adapters/neo4j/index.ts");
    const { version } = await checkNeo4j(settings, types);
    return { version, asWhom: asWhom(settings.auth), isNew: false, isReadable: isSentReadable(settings) };
  },
} as const satisfies Server<Neo4jSettings, GraphStore>;

/** @throws ColloquyError `configuration` for two kinds of credentials. */
function authentication(given: Given): Neo4jSettings["auth"] {
  const password = secretOf("NEO4J_PASSWORD", given);
  const bearer = secretOf("NEO4J_BEARER_TOKEN", given);
  if (password !== null && bearer !== null)
    throw new ColloquyError(
      "configuration",
      "NEO4J_PASSWORD and NEO4J_BEARER_TOKEN are both set, but only one of them can be used: unset the other.",
    );
  if (bearer !== null) return { bearer };
  const username = (): string => valueOf("neo4jUsername", OPTIONS.neo4jUsername, given) ?? DEFAULT_USER;
  return password === null ? null : { username: username(), password };
}

/** Whether a secret is sent to another machine without encryption. */
export function isSentReadable({ auth, uri }: Neo4jSettings): boolean {
  return auth !== null && isReadable(uri, UNENCRYPTED);
}

/** The user and the secret: `as neo4j by NEO4J_PASSWORD`. */
export function asWhom(auth: Neo4jSettings["auth"]): string {
  if (auth === null) return "without a password";
  return "bearer" in auth ? "by NEO4J_BEARER_TOKEN" : `as ${auth.username} by NEO4J_PASSWORD`;
}

/** Returns the names that become labels and types of relationships. */
export function typeNames({ entityTypes, relationTypes }: Ontology): TypeNames {
  return { entities: entityTypes.map(({ name }) => name), relationships: relationTypes.map(({ name }) => name) };
}
