export { displayWidth, padColumns, truncate, wrap, wrapLines } from "./layout.ts";
export { formatCost, formatCostBounds, formatDollars, formatExactDollars } from "./money.ts";
export {
  counted,
  formatAmount,
  formatCount,
  formatDecimal,
  formatEnds,
  formatPercent,
  formatRange,
  formatRate,
  UNKNOWN,
} from "./numbers.ts";
export { isSecretName, redact } from "./redaction.ts";
export { type Column, numberColumns, tableLines, textColumns } from "./table.ts";
export { countedItems, isResource, itemTerm, MODEL_STAGE_TERMS, RESOURCE_TERMS, RESOURCES } from "./terms.ts";
export {
  formatClock,
  formatDuration,
  formatMilliseconds,
  formatMoment,
  formatShortMoment,
  formatTimeLeft,
} from "./times.ts";
export { unstatedRemark } from "./unstated.ts";
export { escapeMarkup, hashSource, type Markup, markup, type Part, rawMarkup, scriptJson } from "./markup.ts";
