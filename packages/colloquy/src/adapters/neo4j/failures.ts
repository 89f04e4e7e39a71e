import { isRetryableError, Neo4jError } from "neo4j-driver";
import { ColloquyError, FINISHED_WORK_IS_KEPT } from "../../model/index.ts";
import { connectionSentence } from "./connection-sentences.ts";
import type { Neo4jSettings } from "./settings.ts";
import { shownAddress } from "./shown-address.ts";

type Sentence = (settings: Neo4jSettings, address: string) => string;

const VARIABLE = "NEO4J_URI";
const TO_EMBEDDED = "or unset NEO4J_URI to use the embedded store";

/** Messages for the server's own codes, matched by prefix. */
const BY_CODE: readonly (readonly [code: string, sentence: Sentence])[] = [
  ["Neo.ClientError.Security.AuthenticationRateLimit", rateLimited],
  ["Neo.ClientError.Security.CredentialsExpired", expired],
  ["Neo.ClientError.Security.TokenExpired", refusedCredentials],
  ["Neo.ClientError.Security.Unauthorized", refusedCredentials],
  ["Neo.ClientError.Security.Forbidden", forbidden],
  ["Neo.ClientError.Database.DatabaseNotFound", unknownDatabase],
  ["Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", readOnly],
  ["Neo.ClientError.General.WriteOnReadOnlyAccessDatabase", readOnly],
];

/** Whether a retry with the same credentials would fail too, and may lock the account. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Neo4jError && error.code.startsWith("Neo.ClientError.Security.");
}

/** Whether the server was unavailable. Other transient failures, such as deadlocks, are not reported. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Neo4jError)) return false;
  return /ServiceUnavailable|SessionExpired|DatabaseUnavailable/.test(error.code) || isSilence(error);
}

/**
 * Whether a retry may succeed. Out of memory is transient for the server, but an equal attempt needs as much memory.
 */
export function mayPass(error: unknown): boolean {
  return (isRetryableError(error) && !isMemoryRefusal(error)) || isSilence(error);
}

/** Whether a described failure is a transaction that needs more memory than the server allows. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && isMemoryRefusal(error.cause);
}

function isMemoryRefusal(error: unknown): boolean {
  return error instanceof Neo4jError && /OutOfMemory|MemoryLimit/.test(error.code);
}

/**
 * A server that accepts connections and does not reply, or whose connections were closed for that. The driver has no
 * code for it.
 */
function isSilence(error: unknown): boolean {
  return error instanceof Neo4jError && /^(Connection acquisition timed out|Pool is closed)/.test(error.message);
}

/** Whether a described failure is a query on a missing full-text or vector index. */
export function isMissingIndex(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Neo4jError && /no such (fulltext|vector) schema index/.test(cause.message);
}

/** A failure of the driver or the server as a message that says what to do. It never contains a password or token. */
export function describeFailure(error: unknown, settings: Neo4jSettings): ColloquyError {
  if (ColloquyError.isInstance(error)) return error;
  const address = shownAddress(settings.uri);
  const sentence =
    error instanceof Neo4jError ? BY_CODE.find(([code]) => error.code.startsWith(code))?.[1](settings, address) : null;
  if (isMemoryRefusal(error)) return storeFailure(tooLittleMemory(address), settings, error);
  return storeFailure(sentence ?? connectionSentence(error, address) ?? unexpected(error, address), settings, error);
}

/** An error whose message names the setting that gave the address. */
export function storeFailure(sentence: string, { named = VARIABLE }: Neo4jSettings, cause?: unknown): ColloquyError {
  return new ColloquyError("store", sentence.replaceAll(VARIABLE, named), { cause });
}

/** The driver does not accept the address. */
export function addressFailure(settings: Neo4jSettings, cause: unknown): ColloquyError {
  const message = `NEO4J_URI is ${JSON.stringify(shownAddress(settings.uri))}, which is not an address of Neo4j. Use an address such as bolt://localhost:7687 or neo4j+s://host, ${TO_EMBEDDED}.`;
  return storeFailure(message, settings, cause);
}

function refusedCredentials({ auth }: Neo4jSettings, address: string): string {
  if (auth === null)
    return `Neo4j at ${address} requires credentials. Set NEO4J_USERNAME and NEO4J_PASSWORD, or NEO4J_BEARER_TOKEN, ${TO_EMBEDDED}.`;
  if ("bearer" in auth)
    return `Neo4j at ${address} refused the token. Check NEO4J_BEARER_TOKEN, or set NEO4J_USERNAME and NEO4J_PASSWORD instead.`;
  return `Neo4j at ${address} refused the user ${JSON.stringify(auth.username)} with this password. Check NEO4J_USERNAME and NEO4J_PASSWORD; it was sent only once, because Neo4j locks an account after three wrong passwords.`;
}

function rateLimited(_: Neo4jSettings, address: string): string {
  return `Neo4j at ${address} has locked the account for some seconds after too many wrong passwords. Check NEO4J_PASSWORD, wait a little, and run the command again.`;
}

function expired(_: Neo4jSettings, address: string): string {
  return `Neo4j at ${address} requires a new password first. Change it (ALTER CURRENT USER SET PASSWORD), and set NEO4J_PASSWORD.`;
}

function forbidden({ auth }: Neo4jSettings, address: string): string {
  const who = auth !== null && "username" in auth ? `the user ${JSON.stringify(auth.username)}` : "this user";
  return `Neo4j at ${address} does not grant ${who} the necessary rights: read and write nodes and relationships, and create constraints, indexes, labels, types and property names. Grant them, or use another user.`;
}

function unknownDatabase({ database }: Neo4jSettings, address: string): string {
  return `Neo4j at ${address} has no database ${JSON.stringify(database ?? "")}. Correct NEO4J_DATABASE, or unset it to use the default database.`;
}

function readOnly({ database }: Neo4jSettings, address: string): string {
  const which = database === null ? "Its default database" : `The database ${JSON.stringify(database)}`;
  return `Neo4j at ${address} refuses writes: ${which[0]?.toLowerCase()}${which.slice(1)} is read-only. Make it writable (server.databases.default_to_read_only, server.databases.read_only), or set NEO4J_DATABASE to another one.`;
}

function tooLittleMemory(address: string): string {
  return `Neo4j at ${address} has too little memory for a transaction, even for a small one. Raise dbms.memory.transaction.total.max and db.memory.transaction.max there, or end other work on the server. ${FINISHED_WORK_IS_KEPT}`;
}

function unexpected(error: unknown, address: string): string {
  const said = error instanceof Error ? error.message : String(error);
  return `Neo4j at ${address} failed: ${said.trim().replace(/\s+/g, " ")}`;
}
