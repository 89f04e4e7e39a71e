import assert from "node:assert/strict";
import type { EntityRow, RelationshipRow } from "../../../model/index.ts";
import type { AskedPair, Ledger, PaidReply } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { sampleChunks } from "../sample-transcripts.ts";
import {
  completesItsBatch,
  conclude,
  MODEL,
  put,
  RULES,
  SECOND_TALK,
  settleAll,
  TALK,
  withFolder,
  withTalk,
} from "./material.ts";

const JUDGE: PaidReply = { ...MODEL, profile: "model/1 judge-1" };
const shown = (name: string) => ({ name, type: "Concept", evidence: name, speaker: null, file: "a.txt" });
const asked = (first: string, second: string, more: Partial<AskedPair> = {}): AskedPair => ({
  contentKey: `${first} ${second} ${more.round ?? 1}`,
  first,
  second,
  round: 1,
  version: 1,
  shown: [shown(first), shown(second)],
  verdict: "same",
  ...more,
});
const PAIR = { first: "exercise", second: "sound sleep" };

async function entitiesOf(ledger: Ledger): Promise<number> {
  return (await ledger.counts()).graph.entities;
}

export const verdictCases: readonly ConformanceCase<Ledger>[] = [
  {
    name: "lists the names of entities in the order of keys, each with its first mention",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const talk = sampleChunks([{ speaker: "Speaker 1", words: "Of [sleep debt] I know nothing." }, ...TALK]);
        for (const file of ["b.txt", "a.txt"]) await put(ledger, folder, file, talk);
        await settleAll(ledger, talk);
        await conclude(ledger);
        const names = await ledger.mentionedNames({ after: null, limit: 100 });
        const keys = names.map(({ key }) => key);
        assert.deepEqual(keys, keys.toSorted());
        assert.ok(!keys.some((key) => key.startsWith("speaker 1")), "a label without a name is listed");
        const debt = names.find(({ key }) => key === "sleep debt");
        assert.ok(debt?.evidence.includes("sleep debt"));
        assert.equal(debt?.file, "a.txt");
        assert.equal(debt?.speaker, "Speaker 1");
        const [first, second] = [
          await ledger.mentionedNames({ after: null, limit: 2 }),
          await ledger.mentionedNames({ after: keys[1] as string, limit: 2 }),
        ];
        assert.deepEqual([...first, ...second], names.slice(0, 4));
      });
    },
  },
  {
    name: "keeps the first verdict on a question, also when the transcripts are gone",
    async run(make) {
      await withTalk(make, async (ledger, talk, folder) => {
        const { first, second } = PAIR;
        await ledger.putVerdicts(JUDGE, [asked(first, second), asked(first, second, { round: 2, verdict: "unsure" })]);
        await ledger.putVerdicts(JUDGE, [
          asked(first, second, { verdict: "different" }),
          asked(first, second, { contentKey: "other version", version: 2, verdict: "different" }),
        ]);
        await put(ledger, folder, "a.txt", talk.slice(0, 1));
        await conclude(ledger);
        assert.deepEqual(await ledger.verdicts(1), [
          { ...PAIR, round: 1, verdict: "same" },
          { ...PAIR, round: 2, verdict: "unsure" },
        ]);
        assert.deepEqual(await ledger.verdicts(2), [{ ...PAIR, round: 1, verdict: "different" }]);
      });
    },
  },
  {
    name: "tells everything that decides about the names of an entity",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const talk = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", talk);
        await settleAll(ledger, talk);
        const { first, second } = PAIR;
        const pair = { first, second, isSame: true };
        await ledger.correct({ pairs: [], keys: [{ key: first, name: "Sport", type: null, hidden: false }] });
        await ledger.putVerdicts(JUDGE, [asked(first, second)]);
        await ledger.decideByVerdicts([pair]);
        await conclude(ledger);
        const known = await ledger.namesOf({ key: first });
        assert.equal(known?.entity?.name, "Sport");
        assert.deepEqual(
          known.keys.map(({ key, correction }) => [key, correction?.name ?? null]),
          [
            [first, "Sport"],
            [second, null],
          ],
        );
        assert.ok(known.keys.every(({ written }) => written.every((each) => each.evidence.includes(each.name))));
        assert.deepEqual(known.decisions, [{ ...pair, source: "verdict" }]);
        assert.deepEqual(known.verdicts, [{ ...asked(first, second), profile: JUDGE.profile }]);
        assert.deepEqual(known.others, []);
        assert.deepEqual(await ledger.namesOf({ entity: known.entity.id }), known);
        await ledger.decideByVerdicts([{ ...pair, isSame: false }]);
        await conclude(ledger);
        const alone = await ledger.namesOf({ key: first });
        assert.deepEqual(
          alone?.others.map(({ key, entity }) => [key, entity?.name.toLowerCase()]),
          [[second, second]],
        );
        assert.equal(await ledger.namesOf({ key: "never said" }), null);
        assert.equal(await ledger.namesOf({ entity: "unknown" }), null);
        const name = known.keys[0]?.written[0]?.name ?? "";
        const names = [
          { key: first, written: [] },
          { key: "never said", written: [] },
          { key: "not so said", written: [name] },
        ];
        assert.deepEqual(await ledger.unmentioned(names), ["never said"]);
        const inFile = (file: string) => ({ key: `${first} @${file}`, written: [], inFile: { key: first, file } });
        const file = known.keys[0]?.written[0]?.file ?? "";
        assert.deepEqual(await ledger.unmentioned([inFile(file), inFile("other.vtt")]), [`${first} @other.vtt`]);
        const saidIn = (where: string) => ({
          ...inFile(where),
          written: [name],
          inFile: { key: "not said", file: where },
        });
        assert.deepEqual(await ledger.unmentioned([saidIn(file), saidIn("other.vtt")]), [`${first} @other.vtt`]);
        assert.ok((await ledger.typesOfNames()).includes(known.keys[0]?.written[0]?.type ?? "none"));
      });
    },
  },
  {
    name: "joins names that the user makes one through a name that no transcript mentions",
    async run(make) {
      await withTalk(make, async (ledger) => {
        const apart = await entitiesOf(ledger);
        const { first, second } = PAIR;
        for (const between of ["aerobics", "yoga"]) {
          const pairs = [first, second].map((name) => {
            const [one, other] = name < between ? [name, between] : [between, name];
            return { first: one, second: other, isSame: true };
          });
          await ledger.correct({ pairs, keys: [] });
          await conclude(ledger);
          assert.equal(await entitiesOf(ledger), apart - 1);
          assert.ok(
            (await ledger.userPairs()).some((pair) => pair.first === first && pair.second === second),
            "a judge would be asked about a pair that the user decided",
          );
          assert.deepEqual((await ledger.namesOf({ key: first }))?.decisions, [
            { ...PAIR, isSame: true, source: "user" },
          ]);
          await ledger.correct({ pairs: [], keys: [] });
          await conclude(ledger);
          assert.equal(await entitiesOf(ledger), apart);
        }
      });
    },
  },
  {
    name: "completes the submitted batch of a reply with verdicts",
    async run(make) {
      await completesItsBatch(make, "judge", JUDGE, (ledger, batch) =>
        ledger.putVerdicts({ ...JUDGE, batch }, [asked("a", "b")]),
      );
    },
  },
  {
    name: "joins names by their vectors, unless the user says that they differ",
    async run(make) {
      await withTalk(make, async (ledger) => {
        const [apart, { digest }] = [await entitiesOf(ledger), await ledger.counts()];
        await ledger.joinByVectors([PAIR]);
        await conclude(ledger);
        assert.equal(await entitiesOf(ledger), apart - 1);
        await ledger.decideByVerdicts([{ ...PAIR, isSame: false }]);
        await conclude(ledger);
        assert.equal(await entitiesOf(ledger), apart - 1);
        await ledger.correct({ pairs: [{ ...PAIR, isSame: false }], keys: [] });
        await conclude(ledger);
        assert.equal(await entitiesOf(ledger), apart);
        await ledger.correct({ pairs: [], keys: [] });
        await ledger.joinByVectors([]);
        await ledger.decideByVerdicts([]);
        await conclude(ledger);
        assert.equal((await ledger.counts()).digest, digest);
      });
    },
  },
  {
    name: "joins names by decisions that follow from verdicts, and parts them when the decisions change",
    async run(make) {
      await withTalk(make, async (ledger) => {
        const [apart, { digest }] = [await entitiesOf(ledger), await ledger.counts()];
        await ledger.decideByVerdicts([{ ...PAIR, isSame: true }]);
        await conclude(ledger);
        assert.equal(await entitiesOf(ledger), apart - 1);
        await ledger.correct({ pairs: [{ ...PAIR, isSame: false }], keys: [] });
        await conclude(ledger);
        assert.equal(await entitiesOf(ledger), apart);
        assert.deepEqual(await ledger.userPairs(), [PAIR]);
        await ledger.correct({ pairs: [], keys: [] });
        await ledger.decideByVerdicts([]);
        await conclude(ledger);
        assert.equal((await ledger.counts()).digest, digest);
      });
    },
  },
  {
    name: "makes relationships of relations that follow from verdicts, as long as nothing speaks against them",
    async run(make) {
      await withTalk(make, async (ledger) => {
        const { digest } = await ledger.counts();
        const derived = async () => {
          await conclude(ledger);
          const { rows } = await ledger.changedRows("relationship", 0, null, 100);
          return (rows as readonly RelationshipRow[]).filter((row) => row.derived !== undefined);
        };
        const kind = { source: "sound sleep", type: "IS_A", target: "exercise", version: 1 };
        await ledger.putVerdicts(JUDGE, [asked(PAIR.first, PAIR.second, { verdict: "broader kind" })]);
        await ledger.relateByVerdicts([kind, { ...kind, source: "poor focus" }]);
        const [row, ...others] = await derived();
        assert.deepEqual(others, [], "a relation without a verdict has a relationship");
        const compared = (name: string) => ({ name, text: name, speaker: null, file: "a.txt" });
        const { kind: _, id: _id, source: _source, target: _target, ...columns } = row as RelationshipRow;
        assert.deepEqual(columns, {
          type: "IS_A",
          confidence: 1,
          count: 0,
          polarity: { stated: 0, negated: 0, question: 0, hypothetical: 0, implied: 0 },
          derived: { judge: JUDGE.profile, question: 1, source: compared(kind.source), target: compared(kind.target) },
        });
        const { graph } = await ledger.counts();
        assert.deepEqual([graph.derived, graph.byType.relationships["IS_A"]], [1, 1]);

        await ledger.correct({ pairs: [{ ...PAIR, isSame: false }], keys: [] });
        assert.deepEqual(await derived(), [], "the user says that the names are different");
        await ledger.correct({ pairs: [{ ...PAIR, isSame: true }], keys: [] });
        assert.deepEqual(await derived(), [], "both names are one entity");
        await ledger.correct({ pairs: [], keys: [{ key: "exercise", name: null, type: null, hidden: true }] });
        assert.deepEqual(await derived(), [], "the user hides an end");
        await ledger.correct({ pairs: [], keys: [] });
        assert.deepEqual(await derived(), [row]);
        await ledger.relateByVerdicts([]);
        assert.deepEqual(await derived(), []);
        assert.equal((await ledger.counts()).digest, digest);
      });
    },
  },
  {
    name: "lists a chunk of each transcript that mentions a name, and of each further type there",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const talk = sampleChunks(TALK);
        const other = sampleChunks(SECOND_TALK);
        await put(ledger, folder, "a.txt", talk);
        await put(ledger, folder, "b.txt", other);
        await settleAll(ledger, [...talk, ...other]);
        await conclude(ledger);
        const read = async () => {
          const { places, next } = await ledger.mentionedPlaces({ after: null, limit: 100 });
          assert.equal(next, null);
          return places;
        };
        const places = await read();
        const inFiles = (found: typeof places) => found.map(({ stem, file }) => `${stem} ${file}`).toSorted();
        const once = ["exercise", "poor focus", "sleep debt"].flatMap((stem) => [`${stem} a.txt`, `${stem} b.txt`]);
        assert.deepEqual(inFiles(places), once);
        for (const { key, stem, place, name, evidence } of places) {
          assert.equal(key, `${stem} @@${place}`);
          assert.ok(evidence.toLowerCase().includes(name.toLowerCase()));
        }
        const first = await ledger.mentionedPlaces({ after: null, limit: 1 });
        const rest = await ledger.mentionedPlaces({ after: first.next, limit: 100 });
        assert.deepEqual([...first.places, ...rest.places], places);

        const [, second] = talk;
        assert.ok(second);
        const mentions = second.extraction.mentions.map((mention) => ({ ...mention, type: "Product" }));
        const again = { chunk: second.chunk, extraction: { ...second.extraction, mentions } };
        await settleAll(ledger, [again], { ...RULES, profile: "rules/2" });
        await conclude(ledger);
        const debt = (await read()).filter(({ stem }) => stem === "sleep debt");
        assert.deepEqual(inFiles(debt), ["sleep debt a.txt", "sleep debt a.txt", "sleep debt b.txt"]);
        assert.equal(debt[2]?.file, "a.txt", "the second chunk of a transcript is before the first of another");
      });
    },
  },
  {
    name: "parts the mentions of a name that has several senses, until the senses are taken back",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const talk = sampleChunks(TALK);
        const other = sampleChunks(SECOND_TALK);
        await put(ledger, folder, "a.txt", talk);
        await put(ledger, folder, "b.txt", other);
        await settleAll(ledger, [...talk, ...other]);
        await conclude(ledger);
        const { digest } = await ledger.counts();
        const transcriptsOf = async (name: string) => {
          await conclude(ledger);
          const { rows } = await ledger.changedRows("entity", 0, null, 100);
          const found = (rows as readonly EntityRow[]).filter((row) => row.name.toLowerCase() === name);
          return found.map(({ mentions, transcripts }) => `${mentions} in ${transcripts}`).toSorted();
        };
        assert.deepEqual(await transcriptsOf("exercise"), ["2 in 2"]);
        const { places } = await ledger.mentionedPlaces({ after: null, limit: 100 });
        const inB = places.find(({ stem, file }) => stem === "exercise" && file === "b.txt");
        const sense = { stem: "exercise", sense: "@@b", place: inB?.place ?? "" };
        assert.equal(await ledger.decideSenses([sense]), true);
        assert.equal(await ledger.decideSenses([sense]), false);
        assert.deepEqual(await transcriptsOf("exercise"), ["1 in 1", "1 in 1"]);
        const again = await ledger.mentionedPlaces({ after: null, limit: 100 });
        assert.deepEqual(again.places, places, "the chunks of a name depend on its senses");
        await ledger.decideSenses([{ ...sense, place: inB?.transcript ?? "" }]);
        assert.deepEqual(await transcriptsOf("exercise"), ["1 in 1", "1 in 1"]);
        await ledger.decideSenses([]);
        await ledger.correct({ pairs: [], keys: [], senses: [{ stem: "exercise", file: "a.txt" }] });
        assert.deepEqual(await transcriptsOf("exercise"), ["1 in 1", "1 in 1"]);
        await ledger.correct({ pairs: [], keys: [] });
        assert.deepEqual(await transcriptsOf("exercise"), ["2 in 2"]);
        assert.equal((await ledger.counts()).digest, digest);
      });
    },
  },
];
