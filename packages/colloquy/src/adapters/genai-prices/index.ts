export { findListPricing } from "./list-pricing.ts";
