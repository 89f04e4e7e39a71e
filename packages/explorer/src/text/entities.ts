export const entities = {
  types: "Types",
  all: "all",
  corrections: "Corrections",
} as const;
