import { describe, expect, it } from "vitest";
import { formsOf, needsOneConversation } from "./name-form.ts";
import { normaliseName } from "./normalise.ts";

const forms = (name: string): readonly string[] => formsOf(normaliseName(name).key);
const share = (one: string, other: string): boolean => forms(one).some((form) => forms(other).includes(form));

describe("names of one form", () => {
  it.each([
    ["remote work", "working remotely"],
    ["remote working", "Remote Work"],
    ["losing remotes", "lost remote"],
    ["improved focus", "focus improvement"],
    ["increased costs", "increasing the cost"],
    ["losing the remote", "losing remote"],
    ["quality of teaching", "teaching quality"],
    ["needs and desires", "desires and needs"],
    ["managing stress", "stress management"],
    ["regulating emotions", "emotional regulation"],
    ["sleeping deeply", "deep sleep"],
    ["behavioural change", "behavior changes"],
    ["organisation culture", "organizational culture"],
    ["push buttons", "pushbutton"],
    ["set-up box", "setup box"],
    ["T_V_ screens", "television screen"],
    ["EU students", "European Union students"],
    ["AI", "artificial intelligence"],
    ["V_C_R_s", "VCR"],
    ["remotes", "remote control"],
    ["losing the remote", "remote control loss"],
    ["mobiles", "cell phone"],
    ["TV set", "televisions"],
    ["LCD display", "LCD"],
    ["HIV virus", "HIV"],
    ["older kids", "older children"],
    ["weight loss", "losing weight"],
    ["eighteen year olds", "18 year olds"],
    ["twenty five Euros", "25 Euro"],
    ["worst case scenario", "worst case"],
  ])("%s and %s", (one, other) => {
    expect(share(one, other)).toBe(true);
  });
});

describe("names of different forms", () => {
  it.each([
    ["software developer", "software development"],
    ["music teacher", "music teaching"],
    ["data scientist", "data science"],
    ["teaching quality", "teaching qualification"],
    ["community building", "communication building"],
    ["public policy", "public police"],
    ["university policy", "universal policy"],
    ["wireless network", "wired network"],
    ["addictive behaviour", "behavioural addiction"],
    ["useful tool", "useless tool"],
    ["customer", "custom"],
    ["market", "marketing"],
    ["manufacturer", "manufacturing"],
    ["user", "usability"],
    ["state aim", "station aim"],
    ["a line", "aline"],
    ["six buttons", "twelve buttons"],
    ["older people", "younger people"],
    ["remote work", "remote control work"],
    ["the remote", "remote access"],
    ["twenty Euros", "twenty five Euros"],
    ["future scenario", "future"],
    ["display", "LCD display"],
    ["race car", "car race"],
    ["milk chocolate", "chocolate milk"],
    ["night school", "school night"],
    ["trained police", "police training"],
    ["broken window", "breaking windows"],
    ["family business", "business family"],
    ["food supply", "supply of food chain"],
    ["coffee morning", "morning coffee"],
    ["machine learning", "learning machine"],
    ["working group", "group work"],
    ["building society", "society building"],
    ["improved focus", "focus"],
    ["house policy", "housing policy"],
    ["market strategy", "marketing strategy"],
  ])("%s and %s", (one, other) => {
    expect(share(one, other)).toBe(false);
  });

  it("are those of a sentence", () => {
    expect(forms("what everybody in the whole building said about it")).toEqual([]);
  });
});

it("are compared within one conversation if a word can mean something else", () => {
  expect(["remotes", "fully remote", "lost keys", "reduced stress"].map(needsOneConversation)).not.toContain(false);
  expect(["remote control", "losing keys", "remote work", "increase"].map(needsOneConversation)).not.toContain(true);
});
