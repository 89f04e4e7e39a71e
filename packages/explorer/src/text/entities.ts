export const entities = {
  types: "Types",
  all: "all",
} as const;
