import type { Finding } from "./finding.ts";

const NEEDED = [22, 19] as const;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isEnough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
  return isEnough
    ? { name: "Node", state: "ok", message: version }
    : {
        name: "Node",
        state: "fault",
        message: `${version} is too old; install ${NEEDED.join(".")} or newer from https://nodejs.org.`,
      };
}
