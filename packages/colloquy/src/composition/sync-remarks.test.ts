import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { projectCommand } from "./sync-remarks.ts";

it.each([
  [".colloquy", ""],
  ["/srv/data", " --data-dir /srv/data"],
  ["/srv/our data", " --data-dir '/srv/our data'"],
])("names the workspace, and its data folder %s unless it is the default", (dataDir, option) => {
  const command = projectCommand({ name: "talks", path: join(resolve(dataDir), "talks") });
  expect(command).toBe(`\`colloquy project --workspace talks${option}\``);
});
