import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import neo4j from "neo4j-driver";
import { afterEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { neo4jServer, NO_NEO4J } from "./servers.ts";

const ROOT = join(import.meta.dirname, "../../..");

const serviceSchema = z.strictObject({
  image: z.string(),
  ports: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  volumes: z.array(z.string()),
  healthcheck: z.strictObject({
    test: z.tuple([z.literal("CMD")], z.string()),
    interval: z.string(),
    timeout: z.string(),
    retries: z.number(),
    start_period: z.string(),
  }),
  stop_grace_period: z.string(),
  restart: z.string(),
});
const compositionSchema = z.strictObject({
  name: z.string(),
  services: z.strictObject({ neo4j: serviceSchema, qdrant: serviceSchema }),
  volumes: z.record(z.string(), z.null()),
});

const composition = compositionSchema.parse(parse(readFileSync(join(ROOT, "docker-compose.yml"), "utf8")));
const { services, volumes } = composition;
const page = readFileSync(join(ROOT, "docs", "stores.md"), "utf8");

/** The parts of `hostPort:containerPort` and `volume:path` before and after the last colon. */
function ends(pair: string): [string, string] {
  const at = pair.lastIndexOf(":");
  return [pair.slice(0, at), pair.slice(at + 1)];
}

describe("docker-compose.yml", () => {
  it("has both servers as in docs/stores.md: image, ports and volumes", () => {
    const table = page.slice(page.indexOf("| service"));
    const rows = new Map(
      table
        .slice(0, table.indexOf("\n\n"))
        .split("\n")
        .slice(2)
        .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")))
        .map(([, name = "", image = "", ports = "", kept = ""]) => [name, { image, ports, kept }]),
    );
    expect([...rows.keys()]).toEqual(Object.keys(services));
    for (const [name, { image, ports, volumes: kept }] of Object.entries(services)) {
      const row = rows.get(name);
      expect(row?.image).toBe(image);
      for (const port of ports) expect(row?.ports).toContain(ends(port)[1]);
      expect(row?.kept.split(", ")).toEqual(kept.map((pair) => ends(pair)[0]));
    }
  });

  it("opens ports only for this machine", () => {
    for (const { ports } of Object.values(services))
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1$/);
  });

  it("names versions with at least a minor version", () => {
    expect(services.neo4j.image).toMatch(/^neo4j:5\.\d+-community$/);
    expect(services.qdrant.image).toMatch(/^qdrant\/qdrant:v1\.\d+$/);
  });

  it("keeps all data in named volumes", () => {
    const used = Object.values(services).flatMap((service) => service.volumes.map((pair) => ends(pair)[0]));
    expect(used.toSorted()).toEqual(Object.keys(volumes).toSorted());
    expect(services.neo4j.volumes).toContain("neo4j-data:/data");
    expect(services.qdrant.volumes).toContain("qdrant-storage:/qdrant/storage");
  });

  it("reads the password from NEO4J_PASSWORD with the documented default, and passes no variable of that name to the container", () => {
    const [, fallback] =
      /^neo4j\/\$\{NEO4J_PASSWORD:-(.{8,})\}$/.exec(services.neo4j.environment["NEO4J_AUTH"] ?? "") ?? [];
    expect(fallback).toBeDefined();
    expect(page).toContain(`\`${fallback}\``);
    expect(Object.keys(services.neo4j.environment)).not.toContain("NEO4J_PASSWORD");
  });

  it("turns telemetry of both servers off", () => {
    expect(services.neo4j.environment).toMatchObject({
      NEO4J_dbms_usage__report_enabled: "false",
      NEO4J_client_allow__telemetry: "false",
      NEO4J_server_bolt_telemetry_enabled: "false",
    });
    expect(services.qdrant.environment).toMatchObject({ QDRANT__TELEMETRY_DISABLED: "true" });
  });
});

const neo4jSettings = neo4jServer();

describe.skipIf(neo4jSettings === null)(
  `docker-compose.yml and a real Neo4j${neo4jSettings === null ? ` (${NO_NEO4J})` : ""}`,
  () => {
    it("names only settings of the server, which does not start with unknown settings", async () => {
      if (neo4jSettings === null) return;
      const { uri, auth } = neo4jSettings;
      const credentials =
        auth !== null && "username" in auth ? neo4j.auth.basic(auth.username, auth.password) : undefined;
      await using driver = neo4j.driver(uri, credentials);
      const { records } = await driver.executeQuery("SHOW SETTINGS YIELD name");
      const known = new Set(records.map((record) => String(record.get("name"))));
      const settings = Object.keys(services.neo4j.environment)
        .filter((name) => name !== "NEO4J_AUTH")
        .map((name) =>
          name
            .replace(/^NEO4J_/, "")
            .replaceAll("_", ".")
            .replaceAll("..", "_"),
        );
      expect(settings.length).toBeGreaterThan(3);
      expect(settings.filter((name) => !known.has(name))).toEqual([]);
    });
  },
);

describe("the health check of Qdrant in docker-compose.yml", () => {
  let server: Server | null = null;
  afterEach(() => server?.close());

  /**
   * Runs the check as bash in the container does, against a server that responds with `status`. Returns its exit code.
   */
  async function check(status: number): Promise<number> {
    server = createServer((request, response) => response.writeHead(request.url === "/readyz" ? status : 404).end("x"));
    const listening = server;
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    const port = String((listening.address() as AddressInfo).port);
    const [, command = "", ...args] = services.qdrant.healthcheck.test;
    // Compose escapes a dollar sign by doubling it.
    return exitCode(
      command,
      args.map((each) => each.replaceAll("$$", "$").replaceAll("/6333", `/${port}`)),
    );
  }

  it("succeeds when the server is ready", async () => {
    expect(await check(200)).toBe(0);
  });

  it("fails when the server responds but is not ready", async () => {
    expect(await check(503)).not.toBe(0);
  });

  it("fails when no server listens", async () => {
    const [, command = "", ...args] = services.qdrant.healthcheck.test;
    expect(
      await exitCode(
        command,
        args.map((each) => each.replaceAll("$$", "$").replaceAll("/6333", "/1")),
      ),
    ).not.toBe(0);
  });
});

function exitCode(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = execFile(command, args, () => resolve(child.exitCode ?? -1));
  });
}
