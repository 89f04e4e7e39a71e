export { taperedSize, taperWidth, untaperedCount } from "./taper.ts";
