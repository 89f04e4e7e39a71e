import { describe, expect, it } from "vitest";
import { isSecretName } from "../text/index.ts";
import { SERVERS, STORE_OPTIONS } from "./registry.ts";

describe.each(SERVERS.map((server) => [server.name, server] as const))("the server %s", (_, server) => {
  const environment = (address: string) => ({ [server.options[server.address]?.variable ?? ""]: address });
  const example = String(server.options[server.address]?.example);
  /** A server that needs more than an address is chosen by its other option. */
  const choice = "vectors" in server.options ? { vectors: "neo4j" as const } : {};

  it("has its options in the list of all, and its address among them", () => {
    expect(STORE_OPTIONS).toMatchObject(server.options);
    expect(Object.keys(server.options)).toContain(server.address);
    expect(server.secrets.filter((secret) => !isSecretName(secret))).toEqual([]);
  });

  it("has no settings without an address, and those of an option or a variable with one", () => {
    expect(server.settings({ environment: {} })).toBeNull();
    expect(server.settings({ environment: environment("") })).toBeNull();
    const given = { ...choice, environment: {}, [server.address]: example };
    for (const settings of [server.settings(given), server.settings({ ...choice, environment: environment(example) })])
      expect(server.describe(settings ?? {}, "talks")).toContain(`${server.title} at ${example}`);
  });

  it("has settings that can be sent to a thread", () => {
    const settings = server.settings({ ...choice, environment: environment(example) });
    expect(structuredClone(settings)).toEqual(settings);
  });
});
