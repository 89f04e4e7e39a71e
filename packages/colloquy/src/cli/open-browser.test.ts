import { describe, expect, it } from "vitest";
import { browserOpener, openBrowser } from "./open-browser.ts";

describe("the browser", () => {
  it.each([
    ["darwin", {}, ["open"]],
    ["win32", {}, ["rundll32", "url.dll,FileProtocolHandler"]],
    ["linux", { DISPLAY: ":0" }, ["xdg-open"]],
    ["freebsd", { WAYLAND_DISPLAY: "wayland-0" }, ["xdg-open"]],
    ["linux", { DISPLAY: "" }, null],
    ["linux", {}, null],
  ] as const)("of %s with %j is opened by %j", (platform, environment, opener) => {
    expect(browserOpener(platform, environment)).toEqual(opener);
  });

  it.skipIf(process.platform === "darwin" || process.platform === "win32")(
    "is not opened without a screen",
    async () => {
      expect(await openBrowser("http://127.0.0.1/", {})).toBe(false);
    },
  );
});
