/** Types of common nouns by the lemma of the head. Only heads whose type is right more often than not. */
const HEADS: readonly (readonly [type: string, heads: string])[] = [
  [
    "Practice",
    `strategy practice routine training exercise method technique therapy treatment procedure policy programme program
     policing teaching coaching mentoring planning budgeting testing monitoring counselling meditation mindfulness lockdown
     distancing screening vaccination recycling brainstorming prototyping annotation segmentation normalization
     normalisation smoothing legislation regulation reform intervention workout diet curriculum assessment
     review evaluation audit inspection consultation initiative scheme campaign recruitment`,
  ],
  [
    "CognitiveState",
    `stress anxiety motivation confidence fear anger frustration depression happiness sadness focus curiosity boredom
     burnout loneliness grief joy shame guilt trust empathy attention awareness wellbeing well-being self-esteem resilience
     confusion excitement optimism pessimism fatigue worry mood emotion mindset distress trauma`,
  ],
  [
    "BehavioralPattern",
    `habit procrastination addiction behaviour behavior bullying avoidance perfectionism absenteeism truancy multitasking
     overeating smoking drinking discrimination harassment abuse misconduct`,
  ],
  [
    "Principle",
    `principle doctrine rule guideline right equality fairness justice transparency accountability democracy sovereignty`,
  ],
  [
    "Outcome",
    `result outcome performance success failure consequence achievement accuracy improvement attainment productivity
     growth recovery progress loss gain benefit damage death unemployment satisfaction shortage deficit
     inequality poverty error-rate effectiveness efficiency impact`,
  ],
  ["Causality", `cause factor driver mechanism root-cause`],
  [
    "Event",
    `pandemic election conference workshop summit crisis outbreak referendum epidemic hearing festival war
     revolution ceremony debate inquiry meeting session anniversary tournament`,
  ],
  [
    "Organization",
    `government committee company university council department agency ministry parliament
     commission charity union association institute consortium authority bank secretariat corporation`,
  ],
];

const TYPE_OF_HEAD: ReadonlyMap<string, string> = new Map(
  HEADS.flatMap(([type, heads]) =>
    heads
      .trim()
      .split(/\s+/)
      .map((head): [string, string] => [head, type]),
  ),
);

/** The type of a common noun phrase by the lemma of its head; Concept if it is not certain. */
export function typeOfHead(lemma: string): string {
  return TYPE_OF_HEAD.get(lemma) ?? "Concept";
}
