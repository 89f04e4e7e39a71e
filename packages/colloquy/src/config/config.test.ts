import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ColloquyError } from "../model/index.ts";
import { optionName } from "../options/index.ts";
import { CONFIGURATION_TEMPLATE, DEFAULTS, loadConfiguration, OPTION_KEYS, parseConfiguration } from "./index.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "colloquy-config-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function load(sources: Partial<Parameters<typeof loadConfiguration>[0]> = {}) {
  return loadConfiguration({ flags: {}, environment: {}, cwd, ...sources });
}

function failure(work: () => unknown): ColloquyError {
  try {
    work();
  } catch (error) {
    if (error instanceof ColloquyError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

describe("the precedence of a configuration", () => {
  it("has only defaults if nothing is set", () => {
    expect(load()).toEqual({ options: DEFAULTS, file: null, environment: {}, warnings: [] });
  });

  it("prefers a flag to the environment, that to .env, that to the file, and that to the default", () => {
    writeFileSync(join(cwd, "colloquy.yaml"), "workspace: file\ndata-dir: file\noutput-dir: file\nbatch-size: 4\n");
    writeFileSync(
      join(cwd, ".env"),
      "COLLOQUY_WORKSPACE=dotenv\nCOLLOQUY_DATA_DIR=dotenv\nCOLLOQUY_OUTPUT_DIR=dotenv\n",
    );
    const { options } = load({
      environment: { COLLOQUY_WORKSPACE: "environment", COLLOQUY_DATA_DIR: "environment" },
      flags: { workspace: "flag" },
    });
    expect(options).toMatchObject({
      workspace: "flag",
      dataDir: "environment",
      outputDir: "dotenv",
      batchSize: 4,
      maxConcurrent: "auto",
    });
  });

  it("ignores an empty variable", () => {
    expect(load({ environment: { COLLOQUY_WORKSPACE: "" } }).options.workspace).toBe("default");
  });

  it("reads numbers, switches and globs from the environment", () => {
    const environment = {
      COLLOQUY_MAX_CONCURRENT: "3",
      COLLOQUY_SKIP_KG: "yes",
      COLLOQUY_INCLUDE: "*.{vtt,srt}",
      COLLOQUY_LIMIT: "20",
    };
    expect(load({ environment }).options).toMatchObject({
      maxConcurrent: 3,
      skipKg: true,
      include: ["*.{vtt,srt}"],
      limit: 20,
    });
  });

  it("includes the variables of .env in the environment", () => {
    writeFileSync(join(cwd, ".env"), "NEO4J_URI=bolt://one\nQDRANT_URL=http://one\n");
    expect(load({ environment: { NEO4J_URI: "bolt://two" } }).environment).toEqual({
      NEO4J_URI: "bolt://two",
      QDRANT_URL: "http://one",
    });
  });

  it("is not disturbed by a folder named .env", () => {
    mkdirSync(join(cwd, ".env"));
    expect(load().options).toEqual(DEFAULTS);
  });

  it("does not warn of variables for Colloquy's own tests", () => {
    expect(load({ environment: { COLLOQUY_TEST_QDRANT_URL: "http://127.0.0.1:6333" } }).warnings).toEqual([]);
  });

  it.each(["COLLOQUY_CONFIG", "COLLOQUY_EMBEDDING_API_KEY", "COLLOQUY_MCP_TOKEN"])("does not warn of %s", (name) => {
    expect(load({ environment: { [name]: "" } }).warnings).toEqual([]);
  });

  it("warns of a COLLOQUY_ variable that names no option", () => {
    expect(load({ environment: { COLLOQUY_WORKSPCE: "x" } }).warnings).toEqual([
      'COLLOQUY_WORKSPCE is no option of this version and has no effect. Did you mean "COLLOQUY_WORKSPACE"?',
    ]);
  });
});

describe("a preset", () => {
  it.each([
    ["conservative", 15, 10],
    ["production", 30, 12],
    ["aggressive", 50, 15],
  ] as const)("%s is %i calls of %i chunks", (preset, maxConcurrent, batchSize) => {
    expect(load({ flags: { preset } }).options).toMatchObject({ preset, maxConcurrent, batchSize });
  });

  it("fills only options that are not set anywhere, wherever the preset was chosen", () => {
    writeFileSync(join(cwd, "colloquy.yaml"), "batch-size: 4\n");
    expect(load({ flags: { preset: "aggressive" } }).options).toMatchObject({ maxConcurrent: 50, batchSize: 4 });
    const environment = { COLLOQUY_PRESET: "production", COLLOQUY_MAX_CONCURRENT: "auto" };
    expect(load({ environment }).options).toMatchObject({ maxConcurrent: "auto", batchSize: 4 });
    expect(load({ environment, flags: { batchSize: 7 } }).options.batchSize).toBe(7);
  });

  it("is chosen by the first source that names one", () => {
    writeFileSync(join(cwd, "colloquy.yaml"), "preset: aggressive\n");
    expect(load({ environment: { COLLOQUY_PRESET: "conservative" } }).options.maxConcurrent).toBe(15);
  });

  it("must be one of three", () => {
    expect(failure(() => load({ environment: { COLLOQUY_PRESET: "fast" } })).message).toBe(
      "COLLOQUY_PRESET is 'fast', but must be conservative, production or aggressive.",
    );
  });
});

describe("the options of models", () => {
  it("are read from a file and from the environment alike", () => {
    const text =
      "model: openai:gpt-4o-mini\nbase-url: http://127.0.0.1:8080/v1\nrpm: 500\ntimeout: 90s\nmin-confidence: 0.7";
    const environment = {
      COLLOQUY_MODEL: "openai:gpt-4o-mini",
      COLLOQUY_BASE_URL: "http://127.0.0.1:8080/v1",
      COLLOQUY_RPM: "500",
      COLLOQUY_TIMEOUT: "90s",
      COLLOQUY_MIN_CONFIDENCE: ".7",
    };
    const { options } = load({ environment });
    expect(options).toEqual({ ...DEFAULTS, ...parseConfiguration(text, "c.yaml") });
    expect(options).toMatchObject({ rpm: 500, timeout: 90, minConfidence: 0.7 });
  });

  it.each([
    ["600", 600],
    ["90s", 90],
    ["10m", 600],
    ["1.5h", 5400],
    ["2500ms", 2.5],
  ])("read %s as %d seconds", (written, seconds) => {
    expect(load({ environment: { COLLOQUY_GIVE_UP_AFTER: written } }).options.giveUpAfter).toBe(seconds);
  });

  it.each(["0", "-5", "10 minutes", "999ms", "25h", "m", "1e3"])("refuse the time %j", (written) => {
    expect(failure(() => load({ environment: { COLLOQUY_TIMEOUT: written } })).message).toBe(
      `COLLOQUY_TIMEOUT is '${written}', but must be a time from 1 s to 24 h, such as \`90s\`, \`10m\` or \`600\` (seconds).`,
    );
  });

  it.each(["openai:", ":gpt", "gpt 4", " "])("refuse the model %j", (written) => {
    expect(failure(() => load({ environment: { COLLOQUY_MODEL: written } })).message).toContain(
      "must be the name of a model, such as `openai:gpt-4o-mini`",
    );
  });

  it.each(["llama3:8b", "ollama:llama3:8b", "hf.co/some/Model-GGUF:Q4_K_M"])("accept the model %s", (written) => {
    expect(load({ environment: { COLLOQUY_MODEL: written } }).options.model).toBe(written);
  });

  it("accept only HTTP addresses, and show no credentials", () => {
    for (const written of ["127.0.0.1:8080/v1", "ftp://host/v1", "http://", "https:host"])
      expect(failure(() => load({ environment: { COLLOQUY_BASE_URL: written } })).message).toContain(
        "must be an address",
      );
    const { message } = failure(() => load({ environment: { COLLOQUY_BASE_URL: "ftp://me:hunter2@host/v1" } }));
    expect(message).not.toContain("hunter2");
  });

  it("enable nothing by a key or an address alone", () => {
    const environment = { OPENAI_API_KEY: "sk-abcdefghijk", OPENAI_BASE_URL: "http://127.0.0.1:1/v1" };
    const { options, warnings } = load({ environment: { ...environment, COLLOQUY_EMBEDDING_API_KEY: "sk-lmnopqrst" } });
    expect(options).toEqual(DEFAULTS);
    expect(warnings).toEqual([]);
  });
});

describe("the servers of graph and vectors", () => {
  const neo4jUri = (environment: Record<string, string>, flags = {}) => load({ environment, flags }).options.neo4jUri;

  it("are named by a flag, else by the COLLOQUY_ variable, else by the common variable, else by .env, else by the file", () => {
    writeFileSync(join(cwd, "colloquy.yaml"), "neo4j-uri: bolt://file\n");
    expect(neo4jUri({})).toBe("bolt://file");
    writeFileSync(join(cwd, ".env"), "NEO4J_URI=bolt://usual-of-dotenv\n");
    expect(neo4jUri({})).toBe("bolt://usual-of-dotenv");
    writeFileSync(join(cwd, ".env"), "NEO4J_URI=bolt://usual-of-dotenv\nCOLLOQUY_NEO4J_URI=bolt://ours-of-dotenv\n");
    expect(neo4jUri({})).toBe("bolt://ours-of-dotenv");
    expect(neo4jUri({ NEO4J_URI: "bolt://usual" })).toBe("bolt://usual");
    expect(neo4jUri({ NEO4J_URI: "bolt://usual", COLLOQUY_NEO4J_URI: "bolt://ours" })).toBe("bolt://ours");
    expect(neo4jUri({ COLLOQUY_NEO4J_URI: "bolt://ours" }, { neo4jUri: "bolt://flag" })).toBe("bolt://flag");
  });

  it("have common variables, except for the collection", () => {
    const environment = {
      NEO4J_URI: "neo4j+s://host.example",
      NEO4J_USERNAME: "ada",
      NEO4J_DATABASE: "talks",
      QDRANT_URL: "https://host.example:6333/prefix",
      COLLOQUY_QDRANT_COLLECTION: "chunks",
    };
    expect(load({ environment }).options).toEqual({
      ...DEFAULTS,
      neo4jUri: "neo4j+s://host.example",
      neo4jUsername: "ada",
      neo4jDatabase: "talks",
      qdrantUrl: "https://host.example:6333/prefix",
      qdrantCollection: "chunks",
    });
  });

  it("are not named if a variable of .env is emptied in the environment", () => {
    writeFileSync(join(cwd, ".env"), "NEO4J_URI=bolt://dotenv\n");
    expect(neo4jUri({ NEO4J_URI: "" })).toBeUndefined();
  });

  it.each(["localhost:7687", "http://host:7474", "bolt://", "bolt:host", "bolt://a b", "jdbc:neo4j:bolt://host"])(
    "refuse the Neo4j address %j, and name its variable",
    (written) => {
      expect(failure(() => neo4jUri({ NEO4J_URI: written })).message).toContain(
        `NEO4J_URI is '${written}', but must be an address such as \`bolt://127.0.0.1:7687\``,
      );
    },
  );

  it.each(["qdrant:6333", ":memory:", "grpc://host:6334", "http://"])("refuse the Qdrant address %j", (written) => {
    expect(failure(() => load({ environment: { QDRANT_URL: written } })).message).toMatch(
      /^QDRANT_URL is '.*', but must be an address such as `http:\/\/127\.0\.0\.1:6333`/,
    );
  });

  it("refuse credentials in an address, and do not print them", () => {
    for (const environment of [{ NEO4J_URI: "bolt://ada:hunter2@host" }, { QDRANT_URL: "https://ada:hunter2@host" }]) {
      const { message } = failure(() => load({ environment }));
      expect(message).toContain("without a user name and a password in it");
      expect(message).not.toContain("hunter2");
    }
  });

  it.each(["a/b", "a:b", "", "x".repeat(256)])("refuse the collection %j", (written) => {
    expect(failure(() => parseConfiguration(`qdrant-collection: "${written}"`, "c.yaml")).message).toContain(
      "must be the name of a collection",
    );
  });

  it.each(["neo4j-password", "neo4jPassword", "qdrant-api-key", "neo4j-bearer-token"])(
    "have no secret in a file: the refusal of %s names the right source",
    (key) => {
      const { message } = failure(() => parseConfiguration(`${key}: hunter2`, "c.yaml"));
      expect(message).toBe(
        `c.yaml has the unknown key "${key}". Keys and passwords belong in the environment or into .env (NEO4J_PASSWORD, NEO4J_BEARER_TOKEN, QDRANT_API_KEY, OPENAI_API_KEY, ...).`,
      );
    },
  );

  it("suggest the right variable for a secret with the prefix COLLOQUY_", () => {
    expect(load({ environment: { COLLOQUY_NEO4J_PASSWORD: "x" } }).warnings).toEqual([
      "COLLOQUY_NEO4J_PASSWORD is no option of this version and has no effect. Set NEO4J_PASSWORD.",
    ]);
  });
});

describe("a configuration file", () => {
  it("accepts a key in the notation of flags, of code and of variables", () => {
    for (const key of ["batch-size", "batchSize", "batch_size"]) {
      expect(parseConfiguration(`${key}: 7`, "c.yaml")).toEqual({ batchSize: 7 });
    }
  });

  it("accepts one glob without a list", () => {
    expect(parseConfiguration('include: "*.vtt"', "c.yaml")).toEqual({ include: ["*.vtt"] });
  });

  it("has paths relative to itself if it is in another folder", () => {
    mkdirSync(join(cwd, "settings"));
    writeFileSync(join(cwd, "settings", "c.yaml"), "transcripts-dir: ../talks\n");
    expect(load({ file: "settings/c.yaml" }).options.transcriptsDir).toBe(join(cwd, "talks"));
  });

  it("keeps its paths as written if it is in this folder", () => {
    writeFileSync(join(cwd, "colloquy.yaml"), "transcripts-dir: talks\n");
    expect(load().options.transcriptsDir).toBe("talks");
  });

  it("must exist if it is named", () => {
    expect(failure(() => load({ file: "absent.yaml" })).message).toBe(
      "The configuration file absent.yaml does not exist. `colloquy init` writes one.",
    );
    expect(failure(() => load({ environment: { COLLOQUY_CONFIG: "absent.yaml" } })).exitCode).toBe(2);
  });

  it("may be empty, or all comments", () => {
    expect(parseConfiguration("", "c.yaml")).toEqual({});
    expect(parseConfiguration("# nothing\n", "c.yaml")).toEqual({});
  });

  it.each([
    ["batchsise: 3", 'c.yaml has the unknown key "batchsise". Did you mean "batch-size"?'],
    [
      "prices:\n  m: { input: 1 }",
      "prices in c.yaml is a mapping, but must be a file of prices, such as `./prices.yaml`.",
    ],
    ["batch-size: many", "batch-size in c.yaml is 'many', but must be a whole number from 1 to 100."],
    ["batch-size: 2.5", "batch-size in c.yaml is 2.5, but must be a whole number from 1 to 100."],
    ["batch-size: 0", "batch-size in c.yaml is 0, but must be a whole number from 1 to 100."],
    [
      "max-concurrent: lots",
      `max-concurrent in c.yaml is 'lots', but must be a whole number of at least 1, or "auto".`,
    ],
    ["skip-kg: maybe", "skip-kg in c.yaml is 'maybe', but must be true or false."],
    ["transcripts-dir: [a, b]", 'transcripts-dir in c.yaml is ["a","b"], but must be a folder.'],
    ["data-dir: ''", "data-dir in c.yaml is empty, but must be a folder."],
    [
      "include: '['",
      "include in c.yaml is '[', but must be a glob with every bracket closed (`\\[` is the bracket itself), such as `**/*.vtt`.",
    ],
    ["- a", "c.yaml must be a list of lines such as `batch-size: 10`."],
    ["batch-size: 1\nbatchSize: 2", "c.yaml has batch-size twice; keep one of them."],
  ])("refuses %j in one sentence", (text, message) => {
    const error = failure(() => parseConfiguration(text, "c.yaml"));
    expect(error.message).toBe(message);
    expect(error.exitCode).toBe(2);
  });

  it("lists the known keys if none is similar", () => {
    expect(failure(() => parseConfiguration("colour: red", "c.yaml")).message).toContain(
      "Known keys: workspace, data-dir",
    );
  });

  it("names the line in which it is not YAML", () => {
    expect(failure(() => parseConfiguration("workspace: a\nbatch-size: [1", "c.yaml")).message).toMatch(
      /^c\.yaml is no valid YAML, line 2: /,
    );
  });

  it("never quotes a secret that it refuses", () => {
    const message = failure(() => parseConfiguration("batch-size: sk-abcdefghijklmnop", "c.yaml")).message;
    expect(message).not.toContain("abcdefghij");
  });
});

describe("a workspace's name", () => {
  it.each(["default", "a", "talks-2024_v1.2", "x".repeat(64)])("accepts %s", (workspace) => {
    expect(load({ environment: { COLLOQUY_WORKSPACE: workspace } }).options.workspace).toBe(workspace);
  });

  it.each(["../x", "..", ".hidden", "a/b", "a\\b", "a b", "ä", "x".repeat(65), "a\n"])("refuses %j", (workspace) => {
    expect(failure(() => load({ environment: { COLLOQUY_WORKSPACE: workspace } })).message).toContain(
      "must be a name of letters, digits",
    );
  });
});

describe("the configuration that init writes", () => {
  it("is valid", () => {
    expect(parseConfiguration(CONFIGURATION_TEMPLATE, "colloquy.yaml")).toEqual({ workspace: "default" });
  });

  it("shows valid values in comments", () => {
    const uncommented = CONFIGURATION_TEMPLATE.replaceAll(/^#(?=[a-z])/gm, "");
    const shown = parseConfiguration(uncommented, "colloquy.yaml");
    const withDefaults = Object.entries(shown).filter(([key]) => key in DEFAULTS);
    expect(Object.fromEntries(withDefaults)).toEqual(
      Object.fromEntries(Object.entries(DEFAULTS).filter(([key]) => key in shown)),
    );
    const onlyForOneCall = new Set(["force", "json", "quiet", "verbose"]);
    expect(Object.keys(parse(uncommented) as object).sort()).toEqual(
      OPTION_KEYS.filter((key) => !onlyForOneCall.has(key))
        .map(optionName)
        .sort(),
    );
  });
});
