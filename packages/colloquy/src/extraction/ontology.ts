import type { Ontology } from "../model/index.ts";

/** The ontology that an extraction uses unless the user gives another one. */
export const DEFAULT_ONTOLOGY: Ontology = {
  entityTypes: [
    {
      name: "Concept",
      description: "An idea, subject, object or technique that is talked about and fits no narrower type.",
    },
    {
      name: "Practice",
      description:
        "Something that people do on purpose and repeatedly: a method, routine, strategy, training or treatment.",
    },
    { name: "CognitiveState", description: "A state of mind or feeling: stress, motivation, focus, trust." },
    {
      name: "BehavioralPattern",
      description: "A way of acting that recurs without being chosen each time: a habit, addiction, procrastination.",
    },
    { name: "Principle", description: "A rule, law or value that guides what is done or explains how things are." },
    {
      name: "Outcome",
      description: "What comes of something: a result, effect, achievement or failure, or the measure of it.",
    },
    { name: "Causality", description: "A cause, factor or mechanism that is named as the reason of something." },
    { name: "Person", description: "An individual human being, named." },
    { name: "Place", description: "A location: a country, region, city, building or natural feature." },
    {
      name: "Organization",
      description: "A body of people with a name or a charge: a company, committee, university, government.",
    },
    { name: "Event", description: "Something that happens at a time: a meeting, election, conference, pandemic." },
    { name: "Quote", description: "A memorable statement, in the words of the person who said it." },
  ],
  relationTypes: [
    { name: "CAUSES", description: "The source brings the target about." },
    { name: "INFLUENCES", description: "The source changes, shapes or determines the target." },
    { name: "OPTIMIZES", description: "The source makes the target better." },
    { name: "ENABLES", description: "The source makes the target possible." },
    { name: "REDUCES", description: "The source makes the target less, weaker or rarer." },
    { name: "LEADS_TO", description: "The target follows from the source, in time or as its result." },
    { name: "REQUIRES", description: "The source needs or depends on the target." },
    { name: "RELATES_TO", description: "The source and the target are connected in a way that no other type says." },
    { name: "IS_PART_OF", description: "The source is a part or a member of the target, or lies within it." },
    { name: "IS_A", description: "The source is a kind or an example of the target." },
  ],
};
