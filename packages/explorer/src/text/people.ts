export const people = {
  compare: "Compare two people",
} as const;
