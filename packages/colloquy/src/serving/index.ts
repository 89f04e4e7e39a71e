export { folderStamp } from "../files/index.ts";
export { canonicalHost, hostNames, isEveryAddress, isLoopback } from "./hosts.ts";
export { listen } from "./listen.ts";
export { randomSecret, secretTest } from "./secret.ts";
export { SharedWorkspace } from "./shared-workspace.ts";
