import { isLoopbackHost } from "../adapters/ai-sdk/loopback-host.ts";
import type { Ontology } from "../model/index.ts";
import { type Environment, type Option, optionName, valueFromText } from "../options/index.ts";
import type { EmbeddingProfile, GraphStore, VectorStore } from "../ports/index.ts";

/**
 * A kind of server that holds the graph or the vectors of workspaces. One file defines each kind; `registry.ts` lists
 * them.
 * @template Settings address and secrets. Only the file of the kind knows their shape. They can be sent to a thread.
 */
export interface Server<Settings extends object = object, Store = GraphStore | VectorStore> {
  /** The name in `--to` and in results. It is also the `name` of the port. */
  readonly name: string;
  /** The name in messages. */
  readonly title: string;
  readonly holds: "graph" | "vectors";
  /** The options of the command line and the library, by their names in code. */
  readonly options: Readonly<Record<string, Option>>;
  /** The option whose value is the address. The server is used when this option, or its variable, is set. */
  readonly address: string;
  /** The variables of its secrets. They are read only from the environment and from `.env`. */
  readonly secrets: readonly string[];
  /** An address that encrypts, for a warning: `an https:// address`. */
  readonly encryptedAddress: string;
  /**
   * Returns the settings that options and environment name; null without an address.
   * @throws ColloquyError `configuration` for an invalid variable.
   */
  settings(given: WithEnvironment): Settings | null;
  /** `Neo4j at bolt://127.0.0.1:7687, database talks`, without secrets. */
  describe(settings: Settings, workspace: string): string;
  /** Opens the store of a workspace. The server's driver is loaded only here. */
  open(settings: Settings, opening: ServerOpening): Promise<Store>;
  /** Connects once, without retries, and checks that the server can be used and written to. Changes nothing. */
  check(settings: Settings, use: ServerUse): Promise<ServerCheck>;
}

/** Options of the caller, with the environment of variables and secrets (default: `process.env`). */
export interface WithEnvironment {
  readonly environment?: Environment;
}

export interface ServerOpening {
  readonly workspace: string;
  /** Types of the rows of a graph. */
  readonly ontology: Ontology;
  /** Receives a sentence when a request is retried. */
  readonly onRetry: (sentence: string) => void;
  /** For how long requests are retried. Default: the adapter's. */
  readonly retryMs?: number;
}

/** The content that a server must be able to hold. Only the parts that a server needs are read. */
export interface ServerUse {
  readonly workspace: string;
  readonly ontology: () => Ontology;
  /** The profile of the vectors; null when it is not known. */
  readonly vectors: () => Promise<EmbeddingProfile | null>;
}

export interface ServerCheck {
  readonly version: string;
  /** The user and the secret: `as neo4j by NEO4J_PASSWORD`. */
  readonly asWhom: string;
  /** Whether a run must create a place for the rows first. */
  readonly isNew: boolean;
  /** Whether a secret is sent to another machine without encryption. */
  readonly isReadable: boolean;
}

/** Reads one option of a server: the caller's value, else the variable of other programs, else null. */
export function valueOf<Key extends string>(
  key: Key,
  option: Option,
  given: { readonly [Name in Key]?: string } & WithEnvironment,
): string | null {
  const value = given[key];
  if (value !== undefined) return value;
  const { variable } = option;
  const text = variable === undefined ? null : secretOf(variable, given);
  return text === null || variable === undefined ? null : String(valueFromText(option, text, variable));
}

/** The value of a variable; null when it is empty or not set. */
export function secretOf(variable: string, { environment = process.env }: WithEnvironment): string | null {
  return environment[variable] || null;
}

/** The name of an address in messages: the variable that has it, or the name of the option. */
export function nameOfAddress(
  key: string,
  { variable }: Option,
  address: string,
  { environment = process.env }: WithEnvironment,
): string {
  return variable !== undefined && environment[variable] === address ? variable : optionName(key);
}

/** Whether a text is an address with one of the schemes. Credentials are refused, because addresses are displayed. */
export function isAddress(text: string, schemes: readonly string[]): boolean {
  if (/\s/.test(text) || !/^[a-z][a-z0-9+]*:\/\/[^/]/i.test(text)) return false;
  const url = URL.parse(text);
  return url !== null && schemes.includes(url.protocol) && url.username === "" && url.password === "";
}

/** Whether others can read what is sent to an address. */
export function isReadable(address: string, unencrypted: readonly string[]): boolean {
  const { protocol, hostname } = new URL(address);
  return unencrypted.includes(protocol) && !isLoopbackHost(hostname);
}
