export { folderStamp } from "../files/index.ts";
export { canonicalHost, hostNames, isEveryAddress } from "./hosts.ts";
export { listen } from "./listen.ts";
export { SharedWorkspace } from "./shared-workspace.ts";
