import { describe, expect, it } from "vitest";
import { DEFAULT_ONTOLOGY } from "../extraction/index.ts";
import { createMemoryGraphStore } from "../testing/index.ts";
import { typeNames } from "./neo4j.ts";
import { describePlaces, storePlaces } from "./places.ts";

const FOLDER = { name: "talks", graph: "data/talks/graph.db", vectors: "data/talks/vectors.db" };
const SERVERS = { NEO4J_URI: "bolt://host:7687", QDRANT_URL: "http://host:6333" };

describe("the places of graph and vectors", () => {
  it("are files when no server is named or a variable is empty", () => {
    const files = {
      graph: { store: "embedded", path: FOLDER.graph },
      vectors: { store: "embedded", path: FOLDER.vectors },
    };
    for (const environment of [{}, { NEO4J_URI: "", QDRANT_URL: "" }, { NEO4J_PASSWORD: "x", QDRANT_API_KEY: "y" }])
      expect(storePlaces(FOLDER, { environment })).toEqual({ workspace: "talks", ...files });
  });

  it("are the servers that the environment names, with its secrets", () => {
    const environment = {
      ...SERVERS,
      NEO4J_USERNAME: "ada",
      NEO4J_PASSWORD: "x",
      NEO4J_DATABASE: "d",
      QDRANT_API_KEY: "y",
    };
    expect(storePlaces(FOLDER, { environment })).toEqual({
      workspace: "talks",
      graph: {
        store: "neo4j",
        settings: {
          uri: SERVERS.NEO4J_URI,
          named: "NEO4J_URI",
          database: "d",
          auth: { username: "ada", password: "x" },
        },
        ontology: DEFAULT_ONTOLOGY,
      },
      vectors: {
        store: "qdrant",
        settings: { url: SERVERS.QDRANT_URL, named: "QDRANT_URL", apiKey: "y", collection: null },
        ontology: DEFAULT_ONTOLOGY,
      },
    });
  });

  it("prefer the options to the environment", () => {
    const options = {
      neo4jUri: "neo4j://other",
      neo4jUsername: "ben",
      neo4jDatabase: "e",
      qdrantUrl: "https://other",
      qdrantCollection: "c",
    };
    const environment = { ...SERVERS, NEO4J_USERNAME: "ada", NEO4J_PASSWORD: "x", NEO4J_DATABASE: "d" };
    expect(storePlaces(FOLDER, { ...options, environment })).toMatchObject({
      graph: {
        settings: { uri: "neo4j://other", named: "neo4j-uri", database: "e", auth: { username: "ben", password: "x" } },
      },
      vectors: { settings: { url: "https://other", named: "qdrant-url", apiKey: null, collection: "c" } },
    });
  });

  it("contain the types of the ontology", () => {
    const ontology = {
      entityTypes: [{ name: "Film", description: "" }],
      relationTypes: [{ name: "CITES", description: "" }],
    };
    expect(storePlaces(FOLDER, { environment: SERVERS }, ontology).graph).toMatchObject({ ontology });
    expect(typeNames(ontology)).toEqual({ entities: ["Film"], relationships: ["CITES"] });
  });

  it("keep the vectors in Neo4j only if that is chosen, even beside a Qdrant", () => {
    const environment = { ...SERVERS, NEO4J_PASSWORD: "x" };
    const places = storePlaces(FOLDER, { environment, vectors: "neo4j" });
    expect(places.vectors).toEqual(places.graph);
    expect(describePlaces(places)).toEqual([
      { holds: "graph", text: "Neo4j at bolt://host:7687" },
      { holds: "vectors", text: "Neo4j at bolt://host:7687, search index" },
    ]);
    expect(storePlaces(FOLDER, { environment: { NEO4J_URI: SERVERS.NEO4J_URI } }).vectors.store).toBe("embedded");
    expect(() => storePlaces(FOLDER, { environment: { QDRANT_URL: SERVERS.QDRANT_URL }, vectors: "neo4j" })).toThrow(
      /no Neo4j is configured: set NEO4J_URI or give --neo4j-uri\.$/,
    );
  });

  it("prefer a port of the caller to any server", () => {
    const port = createMemoryGraphStore();
    const { graph, vectors } = storePlaces(FOLDER, { environment: SERVERS, ports: { graphStore: port } });
    expect(graph).toEqual({ store: "own", port });
    expect(vectors.store).toBe("qdrant");
  });

  it.each([
    [{}, null],
    [{ NEO4J_USERNAME: "ada" }, null],
    [{ NEO4J_PASSWORD: "x" }, { username: "neo4j", password: "x" }],
    [{ NEO4J_BEARER_TOKEN: "t", NEO4J_USERNAME: "ada" }, { bearer: "t" }],
  ])("use the credentials of %o", (variables, auth) => {
    const { graph } = storePlaces(FOLDER, { environment: { ...SERVERS, ...variables } });
    expect(graph).toMatchObject({ settings: { auth } });
  });

  it("are refused for an invalid address and for two kinds of credentials", () => {
    expect(() => storePlaces(FOLDER, { environment: { NEO4J_URI: "localhost" } })).toThrow(
      /^NEO4J_URI is 'localhost', but must be an address/,
    );
    expect(() => storePlaces(FOLDER, { environment: { QDRANT_URL: ":memory:" } })).toThrow(/^QDRANT_URL is ':memory:'/);
    const both = { ...SERVERS, NEO4J_PASSWORD: "hunter2", NEO4J_BEARER_TOKEN: "hunter3" };
    expect(() => storePlaces(FOLDER, { environment: both })).toThrow(
      /^NEO4J_PASSWORD and NEO4J_BEARER_TOKEN are both set, .*: unset the other\.$/,
    );
  });

  it("are described without secrets, and only for servers", () => {
    const environment = { ...SERVERS, NEO4J_PASSWORD: "hunter2", QDRANT_API_KEY: "hunter3" };
    expect(describePlaces(storePlaces(FOLDER, { environment }))).toEqual([
      { holds: "graph", text: "Neo4j at bolt://host:7687" },
      { holds: "vectors", text: "Qdrant at http://host:6333, collection talks_chunks" },
    ]);
    expect(describePlaces(storePlaces(FOLDER, { environment: {} }))).toEqual([]);
  });
});
