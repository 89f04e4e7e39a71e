export { type Listing, type ListOptions, readListing } from "./cursor.ts";
export { type ListedWorkspace, listWorkspaces, type ListWorkspacesOptions } from "./list-workspaces.ts";
export { entityList, type ReadLedger, speakerList, transcriptList } from "./lists.ts";
