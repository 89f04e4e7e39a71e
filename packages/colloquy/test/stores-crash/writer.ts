import { argv, stdout } from "node:process";
import { sampleBatch, VECTORS } from "./sample.ts";
import { openSqliteGraphStore, openSqliteVectorStore } from "../../src/adapters/sqlite/index.ts";

/** Writes batches until it is killed, and prints the number of each acknowledged batch. */
const [graphPath, vectorPath, first] = argv.slice(2) as [string, string, string];
const graph = openSqliteGraphStore(graphPath, { workspace: "one" });
const vectors = openSqliteVectorStore(vectorPath, { workspace: "one" });
await graph.prepare();
await vectors.prepare(VECTORS);
for (let batch = Number(first); ; batch++) {
  const { entities, mentions, chunks } = sampleBatch(batch);
  await graph.upsert("entity", entities);
  await graph.upsert("mention", mentions);
  await vectors.upsert(chunks);
  if (batch % 5 === 4) await graph.complete({ marker: "m", epoch: { number: batch, identity: String(batch) } });
  stdout.write(`${batch}\n`);
}
