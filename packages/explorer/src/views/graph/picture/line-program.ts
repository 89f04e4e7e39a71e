import type { RenderParams } from "sigma/types";
import { CORNERS, FLOATS, FRAGMENT_SHADER, VERTEX_SHADER } from "./line-shaders.ts";

/** Where the values of a line are, in floats; see FLOATS. */
const ATTRIBUTES = [
  { name: "a_ends", size: 4, at: 0 },
  { name: "a_shape", size: 4, at: 4 },
  { name: "a_gap", size: 1, at: 8 },
  { name: "a_colour", size: 4, at: 9 },
] as const;

/** Draws lines with arrows below the nodes, in one call. */
export class LineProgram {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram;
  readonly #array: WebGLVertexArrayObject;
  readonly #buffer: WebGLBuffer;
  readonly #sizeOf: () => number;
  #lines = 0;

  /** @param sizeOf gives the pixels of a node's radius of one. */
  constructor(gl: WebGL2RenderingContext, sizeOf: () => number) {
    this.#gl = gl;
    this.#sizeOf = sizeOf;
    this.#program = linked(gl);
    this.#array = gl.createVertexArray();
    this.#buffer = gl.createBuffer();
    gl.bindVertexArray(this.#array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    for (const { name, size, at } of ATTRIBUTES) {
      const location = gl.getAttribLocation(this.#program, name);
      gl.enableVertexAttribArray(location);
      const [type, isNormalised] = name === "a_colour" ? [gl.UNSIGNED_BYTE, true] : [gl.FLOAT, false];
      gl.vertexAttribPointer(location, size, type, isNormalised, FLOATS * 4, at * 4);
      gl.vertexAttribDivisor(location, 1);
    }
    gl.bindVertexArray(null);
    gl.bindBuffer(gl.ARRAY_BUFFER, null);
  }

  /** Replaces the lines; see FLOATS. */
  load(lines: Float32Array): void {
    this.#lines = lines.length / FLOATS;
    this.#gl.bindBuffer(this.#gl.ARRAY_BUFFER, this.#buffer);
    this.#gl.bufferData(this.#gl.ARRAY_BUFFER, lines, this.#gl.DYNAMIC_DRAW);
    this.#gl.bindBuffer(this.#gl.ARRAY_BUFFER, null);
  }

  render({ matrix, width, height, pixelRatio }: RenderParams): void {
    if (this.#lines === 0) return;
    const gl = this.#gl;
    const uniform = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(this.#program, name);
    gl.useProgram(this.#program);
    gl.enable(gl.BLEND);
    gl.uniformMatrix3fv(uniform("u_matrix"), false, matrix);
    gl.uniform2f(uniform("u_half"), (width * pixelRatio) / 2, (height * pixelRatio) / 2);
    gl.uniform1f(uniform("u_pixelRatio"), pixelRatio);
    gl.uniform1f(uniform("u_size"), this.#sizeOf());
    gl.bindVertexArray(this.#array);
    gl.drawArraysInstanced(gl.TRIANGLES, 0, CORNERS, this.#lines);
    gl.bindVertexArray(null);
  }

  kill(): void {
    this.#gl.deleteBuffer(this.#buffer);
    this.#gl.deleteVertexArray(this.#array);
    this.#gl.deleteProgram(this.#program);
  }
}

function linked(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX_SHADER],
    [gl.FRAGMENT_SHADER, FRAGMENT_SHADER],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) throw new Error("The WebGL context is lost");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true && !gl.isContextLost())
    throw new Error(`The lines of the graph cannot be drawn: ${gl.getProgramInfoLog(program) ?? ""}`);
  return program;
}
