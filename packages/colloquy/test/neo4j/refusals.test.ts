import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { checkNeo4j } from "../../src/adapters/neo4j/index.ts";
import { checkStores } from "../../src/composition/index.ts";
import { missing, serverOf, titled, Workplace } from "./workplace.ts";

/** An unused type: no other test meets the constraint. */
const TYPE = `Test${randomBytes(6).toString("hex")}`;
const types = { entities: [TYPE], relationships: [TYPE] };

describe.skipIf(missing !== null)(titled("a Neo4j that would refuse rows"), () => {
  afterEach(async () => {
    await using place = new Workplace();
    await place.cypher(`DROP CONSTRAINT ${TYPE} IF EXISTS`);
  });

  it.each([
    [`(n:${TYPE}) REQUIRE n.name IS UNIQUE`, `UNIQUENESS of name on ${TYPE}`],
    [
      `()-[r:${TYPE}]-() REQUIRE (r.workspace, r.type) IS UNIQUE`,
      `RELATIONSHIP_UNIQUENESS of workspace, type on ${TYPE}`,
    ],
  ])("reports the constraint %s in check and prepare, with a way out", async (constraint, what) => {
    await using place = new Workplace();
    await place.cypher(`CREATE CONSTRAINT ${TYPE} FOR ${constraint}`);
    const refusal = {
      code: "store",
      message: expect.stringContaining(
        `has the constraint ${TYPE} (${what}), which would refuse rows of Colloquy. Remove it (DROP CONSTRAINT ${TYPE}), or set NEO4J_DATABASE to another database.`,
      ),
    };
    await expect(checkNeo4j(serverOf(), types)).rejects.toMatchObject(refusal);
    await expect(place.open({ types }).prepare()).rejects.toMatchObject(refusal);
    await expect(place.open().prepare()).resolves.toBeUndefined();
  });

  it("is found by the check of a configuration, from the types of its ontology", async () => {
    await using place = new Workplace();
    await place.cypher(`CREATE CONSTRAINT ${TYPE} FOR (n:${TYPE}) REQUIRE n.name IS UNIQUE`);
    const folder = mkdtempSync(join(tmpdir(), "colloquy-"));
    const ontology = join(folder, "ontology.yaml");
    writeFileSync(
      ontology,
      `entities:\n  ${TYPE}: A type of this test.\nrelations:\n  KNOWS: ${TYPE} knows another.\n`,
    );
    const { auth, uri } = serverOf();
    const { username, password } = auth as { readonly username: string; readonly password: string };
    const environment = { NEO4J_URI: uri, NEO4J_USERNAME: username, NEO4J_PASSWORD: password };
    const where = { dataDir: folder, environment };
    try {
      const [found] = (await checkStores(place.workspace, { ...where, ontology })).servers;
      expect(found?.fault).toContain(`has the constraint ${TYPE} (UNIQUENESS of name on ${TYPE})`);
      expect((await checkStores(place.workspace, where)).servers).toMatchObject([{ fault: null }]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("ignores a constraint on properties that rows do not have", async () => {
    await using place = new Workplace();
    await place.cypher(`CREATE CONSTRAINT ${TYPE} FOR (n:${TYPE}) REQUIRE (n.name, n.email) IS UNIQUE`);
    expect((await checkNeo4j(serverOf(), types)).version).toMatch(/^\d/);
    await place.open({ types }).prepare();
  });

  it("is not changed by the check", async () => {
    await using place = new Workplace();
    const empty = "MATCH (n:Colloquy) WHERE n.workspace IS NULL RETURN count(n) AS nodes";
    await checkNeo4j(serverOf(), types);
    await place.open({ types }).prepare();
    expect(await place.cypher(empty)).toEqual([{ nodes: 0 }]);
  });
});
