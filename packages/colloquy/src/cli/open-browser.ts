import { spawn } from "node:child_process";
import type { Environment } from "../options/index.ts";

/** The program that opens an address in the user's browser; null if there is no screen. */
export function browserOpener(platform: NodeJS.Platform, environment: Environment): readonly string[] | null {
  if (platform === "darwin") return ["open"];
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  const hasScreen = Boolean(environment["DISPLAY"]) || Boolean(environment["WAYLAND_DISPLAY"]);
  return hasScreen ? ["xdg-open"] : null;
}

/** Opens an address in the user's browser. Resolves with false if there is none. */
export async function openBrowser(address: string, environment: Environment): Promise<boolean> {
  const [program, ...args] = browserOpener(process.platform, environment) ?? [];
  if (program === undefined) return false;
  const child = spawn(program, [...args, address], { stdio: "ignore", detached: true });
  child.unref();
  return new Promise((resolve) => {
    child.once("spawn", () => resolve(true));
    child.once("error", () => resolve(false));
  });
}
