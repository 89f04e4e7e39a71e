import type { Neo4jSettings } from "../../adapters/neo4j/index.ts";
import type { QdrantSettings } from "../../adapters/qdrant/index.ts";
import { type Environment, optionName, USUAL_VARIABLES, valueFromText } from "../../config/index.ts";
import { ColloquyError } from "../../model/index.ts";
import type { StoreOptions } from "./store-options.ts";

const DEFAULT_USER = "neo4j";

/**
 * Returns the settings of the Neo4j that the options or the environment name, with its secrets; null without an
 * address.
 * @throws ColloquyError `configuration` for an invalid variable, and for two kinds of credentials.
 */
export function neo4jSettings(options: StoreOptions): Neo4jSettings | null {
  const uri = optionOrVariable("neo4jUri", options);
  if (uri === null) return null;
  return {
    uri,
    named: nameOf("neo4jUri", uri, options),
    database: optionOrVariable("neo4jDatabase", options),
    auth: authentication(options),
  };
}

/**
 * Returns the settings of the Qdrant that the options or the environment name, with its key; null without an address.
 */
export function qdrantSettings(options: StoreOptions): QdrantSettings | null {
  const url = optionOrVariable("qdrantUrl", options);
  if (url === null) return null;
  return {
    url,
    named: nameOf("qdrantUrl", url, options),
    apiKey: nonEmpty(environmentOf(options).QDRANT_API_KEY),
    collection: options.qdrantCollection ?? null,
  };
}

function authentication(options: StoreOptions): Neo4jSettings["auth"] {
  const environment = environmentOf(options);
  const password = nonEmpty(environment.NEO4J_PASSWORD);
  const bearer = nonEmpty(environment.NEO4J_BEARER_TOKEN);
  if (password !== null && bearer !== null)
    throw new ColloquyError(
      "configuration",
      "NEO4J_PASSWORD and NEO4J_BEARER_TOKEN are both set, but only one of them can be used: unset the other.",
    );
  if (bearer !== null) return { bearer };
  return password === null ? null : { username: optionOrVariable("neo4jUsername", options) ?? DEFAULT_USER, password };
}

function optionOrVariable(key: keyof typeof USUAL_VARIABLES, options: StoreOptions): string | null {
  const given = options[key];
  if (given !== undefined) return given;
  const variable = USUAL_VARIABLES[key];
  const text = nonEmpty(environmentOf(options)[variable]);
  return text === null ? null : String(valueFromText(key, text, variable));
}

/** The name of an address in messages: its usual variable, or the option's name. */
function nameOf(key: "neo4jUri" | "qdrantUrl", address: string, options: StoreOptions): string {
  const variable = USUAL_VARIABLES[key];
  return environmentOf(options)[variable] === address ? variable : optionName(key);
}

function environmentOf({ environment = process.env }: StoreOptions): Environment {
  return environment;
}

function nonEmpty(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}
