// The results of the programs for the stores as Markdown for docs/benchmarks.md, from bench/results/:
// `node bench/stores/report.ts [--write]`; with --write the tables there are replaced.
import { fillPage, tableOf } from "../fill-page.ts";
import { neo4jTable } from "./tables/neo4j.ts";
import { qdrantTable } from "./tables/qdrant.ts";
import { runTable } from "./tables/run.ts";

fillPage({
  "stores-neo4j": tableOf(neo4jTable),
  "stores-qdrant": tableOf(qdrantTable),
  "stores-run": tableOf(runTable),
});
