export { openOtelTelemetry, type OtelOptions } from "./telemetry.ts";
