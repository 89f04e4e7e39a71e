import type { CallShape } from "./call-shape.ts";
import { addCourse, type Course, coursesUpTo, noCourse, type ReplyLengths } from "./course.ts";
import type { CoursesOf } from "./outcome.ts";

const POINTS = 13;

/**
 * Courses for any length of replies between two, from some that were worked out and what lies between them.
 * @param largest of the batches, in passages.
 */
export function coursesTable(
  shape: CallShape,
  largest: number,
  lengths: Omit<ReplyLengths, "mean">,
  { least, most }: { readonly least: number; readonly most: number },
): CoursesOf {
  const points = least >= most ? 1 : POINTS;
  const ratio = points === 1 ? 1 : (most / least) ** (1 / (points - 1));
  const means = Array.from({ length: points }, (_, point) => least * ratio ** point);
  const tables = means.map((mean) => coursesUpTo(largest, shape, { ...lengths, mean }));
  return (outputTokens) => {
    const place = points === 1 ? 0 : Math.log(outputTokens / least) / Math.log(ratio);
    const below = Math.max(0, Math.min(points - 1, Math.floor(place)));
    const above = Math.min(points - 1, below + 1);
    const share = Math.max(0, Math.min(1, place - below));
    return (size) => between(tables[below]?.[size] ?? noCourse(), tables[above]?.[size] ?? noCourse(), share);
  };
}

function between(one: Course, other: Course, share: number): Course {
  const mixed = noCourse();
  addCourse(mixed, one, 1 - share);
  addCourse(mixed, other, share);
  return mixed;
}
