/**
 * A line is a rectangle and, at its end, a triangle as its arrow: nine corners, made of the number of the corner. Lines of sigma
 * compute the outline of paths and arrows for each pixel, which takes a processor without a GPU several times as long.
 */
export const CORNERS = 9;

/** Floats of a line: ends (4), width, shift, radii of both ends, gap of dashes, colour (4 bytes). */
export const FLOATS = 10;

export const VERTEX_SHADER = `#version 300 es
in vec4 a_ends;
in vec4 a_shape;
in float a_gap;
in vec4 a_colour;
uniform mat3 u_matrix;
uniform vec2 u_half;
uniform float u_pixelRatio;
uniform float u_size;
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
  float head = (5.0 + 2.0 * a_shape.x) * u_pixelRatio;
  float begin = a_shape.z * u_size * u_pixelRatio;
  float end = len - a_shape.w * u_size * u_pixelRatio - 1.0;
  v_colour = vec4(a_colour.rgb * a_colour.a, a_colour.a);
  v_gap = a_gap * u_pixelRatio;
  gl_Position = vec4(2.0, 2.0, 0.0, 1.0);
  if (end - begin < head) return;
  float reach = 0.5 * width + 0.5;
  int corner = gl_VertexID;
  vec2 place;
  if (corner < 6) {
    bool isFar = corner == 1 || corner == 2 || corner == 4;
    bool isLeft = corner == 0 || corner == 1 || corner == 3;
    // The triangle of the arrow covers its end.
    place = vec2(isFar ? end - head * 0.8 : begin, isLeft ? reach : -reach);
    v_half = 0.5 * width;
    v_place = vec2(place.y, place.x - begin);
  } else {
    float spread = 0.42 * head;
    place = corner == 6 ? vec2(end, 0.0) : vec2(end - head, corner == 7 ? spread : -spread);
    v_half = 1000.0;
    v_place = vec2(0.0);
    v_gap = 0.0;
  }
  vec2 point = source + along * place.x + side * (place.y + a_shape.y * u_pixelRatio);
  gl_Position = vec4(point / u_half, 0.0, 1.0);
}`;

export const FRAGMENT_SHADER = `#version 300 es
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
}`;
