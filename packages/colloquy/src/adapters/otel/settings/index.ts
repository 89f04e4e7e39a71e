export { showAddress } from "./address.ts";
export { readTraceSettings } from "./read-trace-settings.ts";
export type { LangSmithProject, TraceDestination, TraceSettings, TraceSite } from "./trace-settings.ts";
