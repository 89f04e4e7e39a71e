import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TurnView } from "../../model/index.ts";
import { nameGroundingIn } from "./name-grounding.ts";

const said = (text: string, speaker: string | null = null): TurnView => ({ speaker, text });
const isMadeOf = (view: TurnView | readonly TurnView[], name: string, type = "Concept", turn = 0): boolean =>
  nameGroundingIn([view].flat()).isMadeOf(name, type, turn);

const GERMAN =
  "Der Mangel an Schlaf macht krank, und wir haben viele Entscheidungen über das alte Haus getroffen, die man spürt, " +
  "denn das Klima hat sich geändert und keiner weiß genau, wie es mit den Gärten weitergeht.";

describe("a name that is made of the words of its chunk", () => {
  it.each([
    ["verbatim, in any case", "The Finance Committee met", "finance committee"],
    ["in another form", "Sleep debt reduces working memory", "reduced sleep debts"],
    ["as a noun of a verb", "They work remotely; it reduces stress", "reduction of stress"],
    ["as a noun of a short verb", "it fails, and she feels sad when he smokes", "failure, feelings, smoking"],
    ["as an adjective of an adverb", "they were carefully chosen", "careful choices"],
    ["as a noun of an adverb", "They work remotely all day", "remote working"],
    ["in another order, with small words between", "they lose their sleep", "loss of sleep"],
    ["with irregular forms", "the children sold people's mice", "child selling a person's mouse"],
    ["in another spelling", "the colours of the organisation centre", "color of the organizations center"],
    ["with a possessive", "Ada's idea is that Apple've grown", "idea of Ada and Apple"],
    ["with numbers as words", "12 of two hundred and six people", "twelve of 206 people"],
    ["with symbols as words", "30 % of R&D", "thirty percent of R and D"],
    ["with accents left out", "the café of Žižek and Müller", "cafe of Zizek, Muller"],
    ["joined", "power point slides on decision-making", "PowerPoint on decisionmaking"],
    ["parted", "PowerPoint slides", "Power Point"],
    ["as letters in a row", "the T_V_ and the U.S. market", "TV of the US"],
    ["as the initials of words", "we use voice activity detection", "VAD"],
    ["under a usual short form", "a new T_V_", "television"],
    ["in Chinese", "我们讨论了气候变化的影响", "气候变化"],
    ["in Japanese, inflected", "東京で睡眠不足の会議に遅れた", "東京の会議"],
    ["in Korean, with a particle", "회의를 서울에서 했다", "서울 회의"],
    ["in Thai", "สวัสดีประเทศไทย", "ประเทศไทย"],
    ["in Arabic, with an article", "ذهب إلى المدرسة مع الطلاب", "مدرسة"],
    ["in Persian, with a joiner", "می‌خواهم بخوابم", "میخواهم"],
    ["in Russian, declined", "решения комитета приняты", "решение комитета"],
    ["in German, as a compound", GERMAN, "Schlafmangel"],
    ["in German, in the singular", GERMAN, "Entscheidung über den Garten"],
    ["although letters of its chunk cannot be seen", "sleep de\u200Bbt", "sleep debt"],
  ])("is found %s", (_, text, name) => {
    expect(isMadeOf(said(text), name)).toBe(true);
  });

  it("may have words of several turns and labels, with at least one word of a turn", () => {
    const view = [said("My team sleeps badly."), said("Hello there.", "Maya Okafor")];
    expect(isMadeOf(view, "Maya Okafor's team", "Organization")).toBe(true);
    expect(isMadeOf(view, "Maya Okafor", "Organization")).toBe(false);
    expect(isMadeOf(view, "Dr. Okafor", "Person")).toBe(true);
    expect(isMadeOf(view, "President Okafor", "Person")).toBe(false);
  });

  it("may have nouns of verbs, and initials, of its own turn only", () => {
    const view = [said("Voice activity detection reduces errors."), said("Errors are bad.")];
    expect(isMadeOf(view, "reduction of errors", "Concept", 0)).toBe(true);
    expect(isMadeOf(view, "reduction of errors", "Concept", 1)).toBe(false);
    expect(isMadeOf(view, "VAD errors", "Concept", 0)).toBe(true);
    expect(isMadeOf(view, "VAD errors", "Concept", 1)).toBe(false);
  });
});

describe("a name with a word that its chunk does not have", () => {
  it.each([
    ["Sleep debt reduces working memory", "Ann stole the company money Sleep"],
    ["She is planning a start", "Ann"],
    ["Startling things", "art"],
    ["Sleep helps", "no sleep"],
    ["we use VAD here", "voice activity detection"],
    ["the L_C_D_ display", "L_E_D_ display"],
    ["twenty people", "25 people"],
    ["one of us", "first of us"],
    ["they're here, she'd say", "red"],
    ["they make fewer errors", "error reduction"],
    ["我们讨论了气候变化", "气候政策"],
    ["東京で会議に遅れた", "大阪の会議"],
    ["회의를 서울에서 했다", "부산 회의"],
    ["สวัสดีประเทศไทย", "ประเทศจีน"],
    ["ذهب إلى المدرسة", "مدرسة جديدة"],
    ["решения комитета приняты", "решение президента"],
    [GERMAN, "Schlafwandel"],
    ["a b c", "the of"],
    ["", "x"],
    ["words", " - "],
  ])("is rejected: %j does not mention %j", (text, name) => {
    expect(isMadeOf(said(text), name)).toBe(false);
  });

  it.each([
    ["Theresa sleeps badly", "Theresa May", "Person"],
    ["Smith sleeps badly", "Will Smith", "Person"],
    ["Smith sleeps badly", "Mr Van Der Smith", "Person"],
    ["The army sleeps badly, believe us", "US army", "Organization"],
    ["Who says that the report is bad", "WHO report", "Concept"],
    ["The department is tired, and it knows", "IT department", "Organization"],
    ["She was not asleep then, of course", "NATO", "Organization"],
    ["Maria and I sleep", "AI", "Concept"],
    ["Voices. Activity detectors", "VAD", "Concept"],
  ])("is rejected although it looks like function words: %j does not mention %j", (text, name, type) => {
    expect(isMadeOf(said(text), name, type)).toBe(false);
  });

  it.each([
    ["they lose their sleep", "Loss Of Sleep", "Concept"],
    ["The U.S. army sleeps badly", "US army", "Organization"],
    ["Mr van der Smith sleeps", "Mr Van Der Smith", "Person"],
    ["the May election", "May election", "Concept"],
    ["the world health organization says", "WHO", "Organization"],
  ])("is accepted with other function words or capitals: %j mentions %j", (text, name, type) => {
    expect(isMadeOf(said(text), name, type)).toBe(true);
  });
});

const word = fc.stringMatching(/^[b-df-hj-np-tv-z]{2}[aeou][b-df-hj-np-tv-z]{2}[aeou][km]$/);
const ending = fc.constantFrom("", "s", "ed", "ing");

describe("names of arbitrary words", () => {
  it("are accepted when the chunk has each word in some form", () => {
    const forms = fc.array(fc.tuple(word, ending, ending), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(forms, fc.array(word, { maxLength: 10 }), (parts, others) => {
        const text = [...others, ...parts.map(([stem, there]) => stem + there)].join(" ");
        const name = parts.map(([stem, , wanted]) => stem + wanted).toReversed();
        expect(isMadeOf(said(text), `the ${name.join(" of ")}`)).toBe(true);
      }),
    );
  });

  it("are rejected when the chunk lacks the stem of a word", () => {
    const own = fc.array(word, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(own, word, ending, fc.nat(), (words, invented, ended, at) => {
        fc.pre(words.every((other) => !other.startsWith(invented) && !invented.startsWith(other)));
        const name = words.toSpliced(at % (words.length + 1), 0, invented + ended).slice(0, 20);
        expect(isMadeOf(said(words.join(" ")), name.join(" "))).toBe(false);
      }),
    );
  });

  it("are accepted as whole words of a turn in the same form, in any script", () => {
    const part = fc.oneof(
      fc.stringMatching(/^[\p{L}\p{N}]{1,8}$/u),
      fc.constantFrom("don't", "T_V_", "e.g.", "R&D", "ü-b"),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), fc.nat(), fc.nat(), (parts, from, length) => {
        const start = from % parts.length;
        const name = parts.slice(start, start + 1 + (length % 4)).join(" ");
        expect(isMadeOf(said(parts.join(" ")), name)).toBe(true);
      }),
    );
  });
});

describe("words that name something", () => {
  const grounding = (text: string, speaker: string | null = null) => {
    const names = nameGroundingIn([said(text, speaker)]);
    const words = { turn: 0, start: 0, end: text.length };
    return (name: string, type = "Concept") => ({
      mentions: names.isMentionedIn(name, type, words),
      names: names.isNamedIn(name, type, words),
    });
  };

  it("have every content word of its name, inflected at most", () => {
    const words = grounding("The viewer's in control; it restores remotes.");
    expect(words("viewers of a remote")).toEqual({ mentions: true, names: true });
    expect(words("remote control display")).toEqual({ mentions: true, names: false });
    expect(words("rest")).toEqual({ mentions: true, names: false });
    expect(words("noise")).toEqual({ mentions: false, names: false });
  });

  it("are its own part of the turn, and for a person the label of the speaker", () => {
    const names = nameGroundingIn([said("Sleep helps. Noise hurts.", "Maya Okafor")]);
    const words = { turn: 0, start: 13, end: 25 };
    expect(names.isNamedIn("noise", "Concept", words)).toBe(true);
    expect(names.isMentionedIn("sleep", "Concept", words)).toBe(false);
    expect(names.isNamedIn("Okafor", "Person", words)).toBe(true);
    expect(names.isNamedIn("Okafor", "Organization", words)).toBe(false);
  });
});
