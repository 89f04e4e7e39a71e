import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Answer, call, type ServedTalks, serveTalks, sharedTalks } from "./served-talks.ts";

const PASSWORD = "correct horse battery";

let talks: ServedTalks;
beforeEach(async () => {
  talks = await serveTalks(await sharedTalks(), { password: PASSWORD });
});
afterEach(() => talks[Symbol.asyncDispose]());

function logIn(password: string, { to = "/w/talks", origin = `http://127.0.0.1:${talks.port}` } = {}): Promise<Answer> {
  const headers = { "content-type": "application/x-www-form-urlencoded", ...(origin === "" ? {} : { origin }) };
  return call(talks.port, "/login", { headers, body: new URLSearchParams({ password, to }).toString() });
}

describe("a server with a password", () => {
  it("leads pages without a session to the login page, which needs no script", async () => {
    const { status, headers } = await call(talks.port, "/w/talks/people?words=a");
    expect([status, headers.location]).toEqual([303, "/login?to=%2Fw%2Ftalks%2Fpeople%3Fwords%3Da"]);
    const page = await call(talks.port, headers.location ?? "");
    expect(page.status).toBe(200);
    expect(page.text).toContain('<input type="hidden" name="to" value="/w/talks/people?words=a">');
    expect(page.text).not.toMatch(/<script|<style|style=|\son\w+=/);
    expect(page.headers).toMatchObject({
      "content-security-policy": expect.stringMatching(/style-src 'self';.*form-action 'self'/),
      "cache-control": "no-store",
      // With "no-referrer", browsers would hide the origin of the form.
      "referrer-policy": "same-origin",
    });
    expect((await call(talks.port, "/plain.css")).headers["content-type"]).toMatch(/^text\/css/);
  });

  it("opens a session for the password, and leads back to the page", async () => {
    const { status, headers } = await logIn(PASSWORD);
    expect([status, headers.location]).toEqual([303, "/w/talks"]);
    const [cookie = ""] = headers["set-cookie"]?.[0]?.split(";") ?? [];
    expect(await call(talks.port, "/api/session", { headers: { cookie } })).toMatchObject({ status: 200 });
    expect(await call(talks.port, "/w/talks", { headers: { cookie } })).toMatchObject({ status: 200 });
  });

  it("opens none for another password", async () => {
    for (const password of ["", "wrong", `${PASSWORD} `, PASSWORD.toUpperCase()]) {
      const answer = await logIn(password);
      expect(answer).toMatchObject({ status: 401, text: expect.stringContaining("The password is wrong.") });
      expect(answer.headers).not.toHaveProperty("set-cookie");
    }
    expect(await call(talks.port, "/api/session")).toMatchObject({ status: 401 });
  });

  it("lets nobody try many passwords, also not with the right one at last", async () => {
    const wrong = await Promise.all(Array.from({ length: 5 }, () => logIn("wrong")));
    expect(wrong.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    const refused = await logIn(PASSWORD);
    expect(refused).toMatchObject({
      status: 429,
      text: expect.stringMatching(/Too many attempts: try again in \d+ s/),
    });
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(refused.headers).not.toHaveProperty("set-cookie");
    // The link still works.
    expect(await call(talks.port, `/?token=${talks.serving.token}`)).toMatchObject({ status: 303 });
  });

  it("is not used by pages of other sites", async () => {
    for (const origin of ["", "null", "http://evil.example"]) {
      const answer = await logIn(PASSWORD, { origin });
      expect(answer.status).toBe(403);
      expect(answer.headers).not.toHaveProperty("set-cookie");
    }
  });

  it.each([
    ["/w/talks/people?words=a%20b#b", "/w/talks/people?words=a%20b#b"],
    ["//evil.example/", "/"],
    ["/\t/evil.example/x", "/"],
    ["/\n/evil.example/x", "/"],
    ["\t//evil.example/x", "/"],
    ["/\\evil.example/x", "/"],
    ["\\\\evil.example/x", "/"],
    ["https://evil.example/", "/"],
    ["javascript:alert(1)", "/"],
    ["/.//evil.example/x", "/evil.example/x"],
    ["/a/..//evil.example/x", "/evil.example/x"],
    ["http://own.invalid//evil.example/x", "/evil.example/x"],
    ["//[", "/"],
  ])("leads to no other site: %j leads to %s", async (to, location) => {
    const { headers } = await logIn(PASSWORD, { to });
    expect(headers.location).toBe(location);
    const page = await call(talks.port, `/login?to=${encodeURIComponent(to)}`);
    expect(page.text).toContain(`<input type="hidden" name="to" value="${location}">`);
  });

  it("shows no text as markup", async () => {
    const page = await call(talks.port, `/login?to=${encodeURIComponent('/"><script>alert(1)</script>')}`);
    expect(page.text).not.toContain("<script>");
  });

  it("refuses a form that is too large", async () => {
    expect(await logIn("a".repeat(10_000))).toMatchObject({ status: 413 });
  });
});

it("A server without a password has no login page", async () => {
  await using open = await serveTalks(await sharedTalks());
  expect((await call(open.port, "/login")).text).toBe("<!doctype html><title>Colloquy</title>");
  expect(await call(open.port, "/login", { method: "POST", body: "password=" })).toMatchObject({ status: 405 });
});
