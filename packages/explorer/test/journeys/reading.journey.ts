import { readingJourneys } from "../reading.ts";
import { describeJourneys } from "../stage.ts";

describeJourneys("reading", {}, readingJourneys);
