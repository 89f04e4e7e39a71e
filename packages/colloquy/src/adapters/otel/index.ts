export { openOtelTelemetry } from "./telemetry.ts";
