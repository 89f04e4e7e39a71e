import { Neo4jError } from "neo4j-driver";
import { describe, expect, it } from "vitest";
import { isRecentEnough } from "./contact.ts";
import { authToken, createDriver } from "./driver.ts";
import { describeFailure, isOutage, mayPass } from "./failures.ts";
import { isThereAlready } from "./schema.ts";
import type { Neo4jSettings } from "./settings.ts";

const PASSWORD = "s3cret-pass";
const SETTINGS: Neo4jSettings = {
  uri: `bolt://someone:${PASSWORD}@example.org:7687`,
  database: "films",
  auth: { username: "maya", password: PASSWORD },
};

function sentenceFor(code: string, message = "said by the server", settings: Partial<Neo4jSettings> = {}): string {
  const error = new Neo4jError(message, code, "50N42", message);
  return describeFailure(error, { ...SETTINGS, ...settings }).message;
}

describe("a failure of Neo4j", () => {
  it.each([
    ["Neo.ClientError.Security.Unauthorized", "", /refused the user "maya" with this password\. Check NEO4J_USERNAME/],
    ["Neo.ClientError.Security.AuthenticationRateLimit", "", /locked the account/],
    ["Neo.ClientError.Security.CredentialsExpired", "", /requires a new password first/],
    ["Neo.ClientError.Security.Forbidden", "", /does not grant the user "maya" the necessary rights/],
    ["Neo.ClientError.Database.DatabaseNotFound", "", /has no database "films"\. Correct NEO4J_DATABASE/],
    [
      "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
      "",
      /refuses writes: the database "films" is read-only\. Make it writable \(server\.databases\.default_to_read_only/,
    ],
    [
      "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase",
      "",
      /the database "films" is read-only\. .* or set NEO4J_DATABASE to another one\.$/,
    ],
    [
      "ServiceUnavailable",
      "Caused by: connect ECONNREFUSED 127.0.0.1:1",
      /is set but bolt.* refused the connection\. Start it/,
    ],
    ["ServiceUnavailable", "Caused by: getaddrinfo ENOTFOUND example.org", /cannot be found/],
    ["ServiceUnavailable", "Failed to establish connection in 10000ms", /did not answer in time/],
    ["ServiceUnavailable", "Caused by: self-signed certificate", /with "\+ssc" instead of "\+s"/],
    ["ServiceUnavailable", "Caused by: certificate has expired", /is not trusted/],
    ["ServiceUnavailable", "Connection was closed by server", /ended the connection/],
    ["N/A", "Server responded HTTP. Make sure ...", /replies in HTTP\. Use the Bolt port/],
    [
      "Neo.DatabaseError.General.UnknownError",
      "odd\n thing",
      /^Neo4j at bolt:\/\/example\.org:7687 failed: odd thing$/,
    ],
  ])("has a message for code %s (%s)", (code, message, expected) => {
    expect(sentenceFor(code, message)).toMatch(expected);
  });

  it("never shows a password, a token, or the part of an address before the @", () => {
    const codes = ["Neo.ClientError.Security.Unauthorized", "ServiceUnavailable", "N/A"];
    for (const code of codes) {
      expect(sentenceFor(code)).not.toContain(PASSWORD);
      expect(sentenceFor(code, "", { auth: { bearer: PASSWORD } })).not.toContain(PASSWORD);
    }
  });

  it.each([
    ["ServiceUnavailable", "gone", true, true],
    ["Neo.TransientError.Transaction.DeadlockDetected", "", true, false],
    ["Neo.TransientError.General.DatabaseUnavailable", "", true, true],
    ["N/A", "Connection acquisition timed out in 15000 ms. Pool status: ...", true, true],
    ["Neo.ClientError.Security.Unauthorized", "", false, false],
    ["Neo.ClientError.Statement.SyntaxError", "", false, false],
  ])("with code %s (%s) is retried: %s; is an outage: %s", (code, message, passes, outage) => {
    const error = new Neo4jError(message, code, "50N42", message);
    expect([mayPass(error), isOutage(error)]).toEqual([passes, outage]);
  });

  it("is ignored when another store has just created the same constraint", () => {
    const refused = (code: string) => describeFailure(new Neo4jError("", code, "50N42", ""), SETTINGS);
    expect(isThereAlready(refused("Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists"))).toBe(true);
    expect(isThereAlready(refused("Neo.ClientError.Schema.ConstraintCreationFailed"))).toBe(false);
    expect(isThereAlready(null)).toBe(false);
  });

  it("names the default database when it is read-only", () => {
    const code = "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase";
    expect(sentenceFor(code, "", { database: null })).toMatch(/its default database is read-only/);
  });

  it("names the kind of the refused credentials", () => {
    const code = "Neo.ClientError.Security.Unauthorized";
    expect(sentenceFor(code, "", { auth: { bearer: "token" } })).toMatch(/Check NEO4J_BEARER_TOKEN/);
    expect(sentenceFor(code, "", { auth: null })).toMatch(
      /requires credentials\. Set NEO4J_USERNAME and NEO4J_PASSWORD/,
    );
  });
});

describe("the driver's settings", () => {
  it("have the credentials", () => {
    expect(authToken(SETTINGS)).toMatchObject({ scheme: "basic", principal: "maya", credentials: PASSWORD });
    const bearer = authToken({ ...SETTINGS, auth: { bearer: "token" } });
    expect(bearer).toMatchObject({ scheme: "bearer", credentials: "token" });
    expect(authToken({ ...SETTINGS, auth: null })).toBeUndefined();
  });

  it.each([
    ["bolt://h", false],
    ["neo4j://h", false],
    ["bolt+s://h", true],
    ["neo4j+s://h", true],
    ["neo4j+ssc://h", true],
    ["bolt://h after others", false],
  ])("use TLS for %s: %s", async (uri, encrypted) => {
    await using driver = createDriver({ ...SETTINGS, uri: uri.split(" ")[0] ?? "" });
    expect(driver.isEncrypted()).toBe(encrypted);
  });

  it.each(["postgres://h", "http://h:7474", "localhost:7687", "bolt://", ""])(
    "reject the address %j with a way to correct it",
    (uri) => {
      expect(() => createDriver({ ...SETTINGS, uri })).toThrow(
        /not an address of Neo4j\. Use an address such as bolt:/,
      );
    },
  );
});

describe("a version", () => {
  it.each([
    ["5.26.0", true],
    ["5.27-aura", true],
    ["2025.10.1", true],
    ["5.25.1", false],
    ["4.4.38", false],
    ["", false],
  ])("%j is recent enough: %s", (version, expected) => {
    expect(isRecentEnough(version)).toBe(expected);
  });
});
