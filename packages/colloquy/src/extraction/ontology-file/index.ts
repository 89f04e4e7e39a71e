export { parseOntology } from "./parse-ontology.ts";
