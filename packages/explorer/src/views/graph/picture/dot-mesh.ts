import type { Mesh } from "./mesh-program.ts";

/** A dot is a square of two triangles, of which a disc or a smaller square is drawn. */
export const DOT_CORNERS = 6;

export const DOT_MESH: Mesh = {
  attributes: [
    { name: "a_at", size: 2 },
    { name: "a_radius", size: 1 },
    // 1: a square, 0: a disc.
    { name: "a_square", size: 1 },
    { name: "a_colour", size: 4 },
  ],
  vertexShader: `#version 300 es
in vec2 a_at;
in float a_radius;
in float a_square;
in vec4 a_colour;
uniform mat3 u_matrix;
uniform vec2 u_half;
uniform float u_pixelRatio;
uniform float u_dotScale;
out vec4 v_colour;
out vec2 v_place;
out float v_radius;
out float v_square;

void main() {
  int corner = gl_VertexID % ${DOT_CORNERS};
  float x = corner == 1 || corner == 2 || corner == 4 ? 1.0 : -1.0;
  float y = corner == 0 || corner == 1 || corner == 3 ? 1.0 : -1.0;
  v_radius = a_radius * u_dotScale * u_pixelRatio;
  v_place = vec2(x, y) * (v_radius + 0.5);
  v_square = a_square;
  v_colour = vec4(a_colour.rgb * a_colour.a, a_colour.a);
  vec2 centre = (u_matrix * vec3(a_at, 1.0)).xy;
  gl_Position = vec4(centre + v_place / u_half, 0.0, 1.0);
}`,
  fragmentShader: `#version 300 es
precision mediump float;
in vec4 v_colour;
in vec2 v_place;
in float v_radius;
in float v_square;
out vec4 colour;

void main() {
  float away = v_square > 0.5 ? max(abs(v_place.x), abs(v_place.y)) + 0.1 * v_radius : length(v_place);
  colour = v_colour * clamp(v_radius + 0.5 - away, 0.0, 1.0);
}`,
};
