export { type Taper, taperedSize, taperWidth, untaperedCount } from "./taper.ts";
