import type { Ontology } from "../model/index.ts";

/** Who can hold an opinion. */
const HOLDERS = ["Person", "Role", "Organization"] as const;

const ENTITY_TYPES: Ontology["entityTypes"] = [
  {
    name: "Practice",
    description:
      "What people do on purpose: a method, routine, strategy, training or treatment. Test: someone can decide to do it.",
  },
  {
    name: "CognitiveState",
    description:
      "A state of mind or a feeling: stress, motivation, focus, trust. Test: someone can be in it or feel it.",
  },
  {
    name: "BehavioralPattern",
    description:
      "A way of acting that recurs without being chosen each time: a habit, addiction, procrastination. Test: people do it without deciding to.",
  },
  {
    name: "Principle",
    description:
      "A rule, law, value or theory that guides what is done or explains how things are. Test: it can be followed, broken or disputed.",
  },
  {
    name: "Outcome",
    description:
      "A result, effect, achievement or failure, or its measure. Test: the words present it as what came of something, or measure it.",
  },
  {
    name: "Causality",
    description:
      "What the words call a cause, factor or mechanism, if no type but Concept fits: a practice that causes something is a Practice.",
  },
  { name: "Person", description: "An individual human being, by name or by the label of a speaker." },
  {
    name: "Role",
    description: "An occupation, an office or a part that several people can have: teacher, minister, customer.",
  },
  {
    name: "Organization",
    description: "A body of people with a name or a task: a company, committee, university, government.",
  },
  { name: "Place", description: "A location: a country, region, city, building or natural feature." },
  { name: "Event", description: "Something that happens at a time: a meeting, election, conference, pandemic." },
  {
    name: "Product",
    description:
      "What is made to be used: a device or a part of it, software, a material, food, medicine, a service. Test: it can be built, bought or used up.",
  },
  {
    name: "Work",
    description: "What someone wrote or recorded: a book, film, article, song, podcast. Test: it has an author.",
  },
  {
    name: "BodyPart",
    description: "A part of a living body, such as an organ, tissue or hormone: brain, gut, dopamine.",
  },
  { name: "Concept", description: "An idea or subject that passes the test of no other type. Choose it last." },
  { name: "Quote", description: "A memorable statement, in the words of the person who said it." },
];

const POSITION = HOLDERS.flatMap((holder) => ENTITY_TYPES.map(({ name }) => [holder, name] as const));

/** The ontology that an extraction uses unless the user gives another one. */
export const DEFAULT_ONTOLOGY: Ontology = {
  entityTypes: ENTITY_TYPES,
  relationTypes: [
    { name: "CAUSES", description: "The source brings the target about." },
    {
      name: "INFLUENCES",
      description: "The source changes, shapes or determines the target, and no other type says how.",
    },
    { name: "OPTIMIZES", description: "The source makes the target better." },
    { name: "ENABLES", description: "The source makes the target possible." },
    { name: "REDUCES", description: "The source makes the target less, weaker or rarer, or prevents it." },
    {
      name: "LEADS_TO",
      description:
        "The target comes after the source or results from it, and the words do not call the source its cause.",
    },
    { name: "REQUIRES", description: "The source needs or depends on the target." },
    { name: "IS_PART_OF", description: "The source is a part or a member of the target, or lies within it." },
    { name: "IS_A", description: "The source is a kind or an example of the target." },
    {
      name: "CONTRASTS_WITH",
      description:
        "The words set the source against the target: an alternative, an opposite, a difference. The order does not matter.",
    },
    {
      name: "BELIEVES",
      description:
        'The source holds that the target is so, or matters. "I do not believe in luck" is this type, negated.',
      pairs: POSITION,
    },
    { name: "ADVOCATES", description: "The source is for the target, or recommends it.", pairs: POSITION },
    { name: "OPPOSES", description: "The source speaks against the target, or warns of it.", pairs: POSITION },
    {
      name: "RELATES_TO",
      description:
        "The words connect the source and the target in a way that no other type says. Last resort: if the words only name both, give no relation.",
    },
  ],
};
