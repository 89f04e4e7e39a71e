import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { simulationSchema } from "@colloquy/simulated-provider";

const inScript = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

describe("docs/guide.md", () => {
  it("names exactly the keys of a `colloquy simulate` script", () => {
    const page = readFileSync(join(import.meta.dirname, "../../../docs", "guide.md"), "utf8");
    const table = page.slice(page.indexOf("A script takes these keys."), page.indexOf("Each of `phases`"));
    const keys = table
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, key]) => key));
    expect(keys.toSorted()).toEqual(Object.keys(simulationSchema.shape).map(inScript).toSorted());
  });
});
