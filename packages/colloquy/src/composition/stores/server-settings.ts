import type { Neo4jSettings } from "../../adapters/neo4j/index.ts";
import type { QdrantSettings } from "../../adapters/qdrant/index.ts";
import { type Environment, optionName, USUAL_VARIABLES, valueFromText } from "../../config/index.ts";
import { ColloquyError } from "../../model/index.ts";
import type { StoreOptions } from "./store-options.ts";

const USUAL_USER = "neo4j";

/**
 * The Neo4j that the options or the environment name, with its secrets; null where they name none.
 * @throws ColloquyError `configuration` for a variable that holds no such thing, and for two ways to say who asks.
 */
export function neo4jSettings(options: StoreOptions): Neo4jSettings | null {
  const uri = optionOrUsual("neo4jUri", options);
  if (uri === null) return null;
  return {
    uri,
    named: nameOf("neo4jUri", uri, options),
    database: optionOrUsual("neo4jDatabase", options),
    auth: authentication(options),
  };
}

/** The Qdrant that the options or the environment name, with its key; null where they name none. */
export function qdrantSettings(options: StoreOptions): QdrantSettings | null {
  const url = optionOrUsual("qdrantUrl", options);
  if (url === null) return null;
  return {
    url,
    named: nameOf("qdrantUrl", url, options),
    apiKey: said(environmentOf(options).QDRANT_API_KEY),
    collection: options.qdrantCollection ?? null,
  };
}

function authentication(options: StoreOptions): Neo4jSettings["auth"] {
  const environment = environmentOf(options);
  const password = said(environment.NEO4J_PASSWORD);
  const bearer = said(environment.NEO4J_BEARER_TOKEN);
  if (password !== null && bearer !== null)
    throw new ColloquyError(
      "configuration",
      "NEO4J_PASSWORD and NEO4J_BEARER_TOKEN are both set, but only one can say who asks: unset the other.",
    );
  if (bearer !== null) return { bearer };
  return password === null ? null : { username: optionOrUsual("neo4jUsername", options) ?? USUAL_USER, password };
}

function optionOrUsual(key: keyof typeof USUAL_VARIABLES, options: StoreOptions): string | null {
  const given = options[key];
  if (given !== undefined) return given;
  const variable = USUAL_VARIABLES[key];
  const text = said(environmentOf(options)[variable]);
  return text === null ? null : String(valueFromText(key, text, variable));
}

/** What a message calls an address by: its usual variable, or the option of flags, files and COLLOQUY_ variables. */
function nameOf(key: "neo4jUri" | "qdrantUrl", address: string, options: StoreOptions): string {
  const variable = USUAL_VARIABLES[key];
  return environmentOf(options)[variable] === address ? variable : optionName(key);
}

function environmentOf({ environment = process.env }: StoreOptions): Environment {
  return environment;
}

function said(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}
