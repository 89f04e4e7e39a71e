const NEO4J_SCHEMES: ReadonlySet<string> = new Set([
  "neo4j:",
  "neo4j+s:",
  "neo4j+ssc:",
  "bolt:",
  "bolt+s:",
  "bolt+ssc:",
]);
const NO_CREDENTIALS = "without a user name and a password in it";

/** The expected values of the servers' options, for messages. */
export const SERVER_EXPECTATIONS = {
  neo4jUri: `an address such as \`bolt://127.0.0.1:7687\` or \`neo4j+s://name.databases.neo4j.io\`, ${NO_CREDENTIALS} (NEO4J_USERNAME and NEO4J_PASSWORD hold these)`,
  neo4jUsername: "the name of a user, on one line",
  neo4jDatabase: "the name of a database, without spaces",
  qdrantUrl: `an address such as \`http://127.0.0.1:6333\` or \`https://name.cloud.qdrant.io:6333\`, ${NO_CREDENTIALS} (QDRANT_API_KEY holds the key)`,
  qdrantCollection: 'the name of a collection of at most 255 characters, without < > : " / \\ | ? *',
} as const;

/** Whether a text is an address that a Neo4j driver accepts. Credentials are refused: addresses are displayed. */
export function isNeo4jAddress(text: string): boolean {
  return isAddress(text, NEO4J_SCHEMES);
}

export function isQdrantAddress(text: string): boolean {
  return isAddress(text, new Set(["http:", "https:"]));
}

function isAddress(text: string, schemes: ReadonlySet<string>): boolean {
  if (/\s/.test(text) || !/^[a-z][a-z0-9+]*:\/\/[^/]/i.test(text)) return false;
  const url = URL.parse(text);
  return url !== null && schemes.has(url.protocol) && url.username === "" && url.password === "";
}

export function isUserName(text: string): boolean {
  return text.trim() !== "" && !/[\r\n]/.test(text);
}

export function isDatabaseName(text: string): boolean {
  return /^\S{1,63}$/.test(text);
}

/** Whether Qdrant accepts a name. */
export function isCollectionName(text: string): boolean {
  return /^[^<>:"/\\|?*\u0000-\u001F]{1,255}$/.test(text);
}
