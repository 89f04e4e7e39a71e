export { renderReportPage } from "./page.ts";
