import type { RenderParams } from "sigma/types";

/** Triangles of one kind, and how they are drawn. */
export interface Mesh {
  readonly vertexShader: string;
  readonly fragmentShader: string;
  /** The values of a corner, in their order. The last one, `a_colour`, is four bytes in the place of a float. */
  readonly attributes: readonly { readonly name: string; readonly size: number }[];
}

const BYTES = 4;

/** Floats of a corner. */
export function floatsOf({ attributes }: Mesh): number {
  return attributes.reduce((sum, { name, size }) => sum + (name === "a_colour" ? 1 : size), 0);
}

/**
 * Draws triangles of which each corner has all values of its item. sigma draws instances instead, with the values of an item
 * once; WebGL in software takes 25 µs for each of them, whatever its size (docs/decisions/graph-renderer.md).
 */
export class MeshProgram {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram;
  readonly #array: WebGLVertexArrayObject;
  readonly #buffer: WebGLBuffer;
  readonly #floats: number;
  readonly #dotScale: () => number;
  #corners = 0;

  /** @param dotScale gives the factor of the radii of dots. */
  constructor(gl: WebGL2RenderingContext, mesh: Mesh, dotScale: () => number) {
    this.#gl = gl;
    this.#dotScale = dotScale;
    this.#floats = floatsOf(mesh);
    this.#program = linked(gl, mesh);
    this.#array = gl.createVertexArray();
    this.#buffer = gl.createBuffer();
    gl.bindVertexArray(this.#array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    let at = 0;
    for (const { name, size } of mesh.attributes) {
      const location = gl.getAttribLocation(this.#program, name);
      const isColour = name === "a_colour";
      gl.enableVertexAttribArray(location);
      const type = isColour ? gl.UNSIGNED_BYTE : gl.FLOAT;
      gl.vertexAttribPointer(location, size, type, isColour, this.#floats * BYTES, at * BYTES);
      at += isColour ? 1 : size;
    }
    gl.bindVertexArray(null);
    gl.bindBuffer(gl.ARRAY_BUFFER, null);
  }

  /** Replaces the corners. */
  load(corners: Float32Array): void {
    this.#corners = corners.length / this.#floats;
    this.#gl.bindBuffer(this.#gl.ARRAY_BUFFER, this.#buffer);
    this.#gl.bufferData(this.#gl.ARRAY_BUFFER, corners, this.#gl.DYNAMIC_DRAW);
    this.#gl.bindBuffer(this.#gl.ARRAY_BUFFER, null);
  }

  render({ matrix, width, height, pixelRatio }: RenderParams): void {
    if (this.#corners === 0) return;
    const gl = this.#gl;
    const uniform = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(this.#program, name);
    gl.useProgram(this.#program);
    gl.enable(gl.BLEND);
    gl.uniformMatrix3fv(uniform("u_matrix"), false, matrix);
    gl.uniform2f(uniform("u_half"), (width * pixelRatio) / 2, (height * pixelRatio) / 2);
    gl.uniform1f(uniform("u_pixelRatio"), pixelRatio);
    gl.uniform1f(uniform("u_dotScale"), this.#dotScale());
    gl.bindVertexArray(this.#array);
    gl.drawArrays(gl.TRIANGLES, 0, this.#corners);
    gl.bindVertexArray(null);
  }

  kill(): void {
    this.#gl.deleteBuffer(this.#buffer);
    this.#gl.deleteVertexArray(this.#array);
    this.#gl.deleteProgram(this.#program);
  }
}

function linked(gl: WebGL2RenderingContext, { vertexShader, fragmentShader }: Mesh): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) throw new Error("The WebGL context is lost");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true && !gl.isContextLost())
    throw new Error(`The graph cannot be drawn: ${gl.getProgramInfoLog(program) ?? ""}`);
  return program;
}
