import type { Mesh } from "./mesh-program.ts";

/** A line is a rectangle of two triangles, and a triangle as its arrow. */
export const LINE_CORNERS = 9;

export const LINE_MESH: Mesh = {
  attributes: [
    // Both ends, as the camera of sigma has them.
    { name: "a_ends", size: 4 },
    // Width, distance from the middle, and the radii of the dots at both ends.
    { name: "a_shape", size: 4 },
    // Length of a dash and of a gap; 0: none.
    { name: "a_gap", size: 1 },
    { name: "a_colour", size: 4 },
  ],
  vertexShader: `#version 300 es
in vec4 a_ends;
in vec4 a_shape;
in float a_gap;
in vec4 a_colour;
uniform mat3 u_matrix;
uniform vec2 u_half;
uniform float u_pixelRatio;
uniform float u_dotScale;
out vec4 v_colour;
out vec2 v_place;
out float v_half;
out float v_gap;

void main() {
  vec2 source = (u_matrix * vec3(a_ends.xy, 1.0)).xy * u_half;
  vec2 target = (u_matrix * vec3(a_ends.zw, 1.0)).xy * u_half;
  vec2 between = target - source;
  float len = length(between);
  vec2 along = len > 0.0 ? between / len : vec2(1.0, 0.0);
  vec2 side = vec2(along.y, -along.x);
  float width = a_shape.x * u_pixelRatio;
  float begin = a_shape.z * u_dotScale * u_pixelRatio;
  float end = len - a_shape.w * u_dotScale * u_pixelRatio - 1.0;
  v_colour = vec4(a_colour.rgb * a_colour.a, a_colour.a);
  gl_Position = vec4(2.0, 2.0, 0.0, 1.0);
  if (end <= begin) return;
  float head = min((5.0 + 2.0 * a_shape.x) * u_pixelRatio, end - begin);
  int corner = gl_VertexID % ${LINE_CORNERS};
  vec2 place;
  if (corner < 6) {
    float reach = 0.5 * width + 0.5;
    bool isFar = corner == 1 || corner == 2 || corner == 4;
    bool isLeft = corner == 0 || corner == 1 || corner == 3;
    // The arrow covers the end of the rectangle.
    place = vec2(isFar ? end - head * 0.8 : begin, isLeft ? reach : -reach);
    v_half = 0.5 * width;
    v_place = vec2(place.y, place.x - begin);
    v_gap = a_gap * u_pixelRatio;
  } else {
    float spread = 0.42 * head;
    place = corner == 6 ? vec2(end, 0.0) : vec2(end - head, corner == 7 ? spread : -spread);
    v_half = 1000.0;
    v_place = vec2(0.0);
    v_gap = 0.0;
  }
  vec2 point = source + along * place.x + side * (place.y + a_shape.y * u_pixelRatio);
  gl_Position = vec4(point / u_half, 0.0, 1.0);
}`,
  fragmentShader: `#version 300 es
precision mediump float;
in vec4 v_colour;
in vec2 v_place;
in float v_half;
in float v_gap;
out vec4 colour;

void main() {
  float covered = clamp(v_half + 0.5 - abs(v_place.x), 0.0, 1.0);
  if (v_gap > 0.0 && mod(v_place.y, 2.0 * v_gap) > v_gap) covered = 0.0;
  colour = v_colour * covered;
}`,
};
