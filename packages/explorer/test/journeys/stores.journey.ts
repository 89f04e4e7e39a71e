import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { meetingJourneys } from "../meetings.ts";
import { readingJourneys } from "../reading.ts";
import { NO_SERVERS, ServedWorkspace } from "../servers.ts";
import { describeJourneys, expectClean, type StageOptions } from "../stage.ts";

// Which journeys of a reader run where:
//
//                                   embedded stores                 Neo4j and Qdrant
//   sample, readingJourneys         both means, reading.journey.ts  both means
//   60 meetings, meetingJourneys    both means                      keyboard, which needs everything that the mouse needs
//   60 meetings in every window     mouse                           -
//
// All other journeys run on the sample in embedded stores: what they do does not depend on the stores.

/** A workspace in the servers. */
function inServers(): StageOptions {
  const served = new ServedWorkspace();
  return {
    missing: NO_SERVERS,
    workspace: served.name,
    environment: served.environment,
    end: () => served[Symbol.asyncDispose](),
  };
}

describeJourneys("the sample in Neo4j and Qdrant", inServers(), (stage) => readingJourneys(stage));

const MEETINGS = join(import.meta.dirname, "../../../../../shared/data/qmsum");
const meetings: Pick<StageOptions, "missing" | "ingest"> = {
  missing: existsSync(MEETINGS) ? null : "../shared/data/qmsum is absent",
  ingest: (sample) => sample.ingest(MEETINGS),
};

describeJourneys("60 meetings", meetings, (stage) => {
  meetingJourneys(stage);

  it("have an overview and a graph that fit into every window", async () => {
    for (const path of ["", "/graph", "/transcripts"])
      for (const [width, height] of [
        [400, 800],
        [2560, 1440],
      ] as const) {
        await using visit = await stage().visitView(path, { width, height });
        const { page } = visit;
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        if (path === "/graph") await page.locator("canvas").first().waitFor();
        else await page.getByRole("main").getByRole("link").first().waitFor();
        await expectClean(visit);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      }
  });
});

describeJourneys(
  "60 meetings in Neo4j and Qdrant",
  { ...inServers(), ...meetings, missing: meetings.missing ?? NO_SERVERS },
  (stage) => meetingJourneys(stage, ["keyboard"]),
);
