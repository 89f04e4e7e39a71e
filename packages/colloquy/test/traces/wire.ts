/** One field of a protobuf message: its number and its undecoded value. */
export interface WireField {
  readonly number: number;
  readonly value: bigint | Buffer;
}

/**
 * The fields of a protobuf message, in order.
 * @throws Error for an invalid message.
 */
export function readFields(message: Buffer): readonly WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const readVarint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at];
      if (byte === undefined) throw new Error("The message ends within a number.");
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const readBytes = (length: number): Buffer => {
    if (at + length > message.length) throw new Error("The message ends within a field.");
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = Number(readVarint());
    const kind = tag & 7;
    const number = tag >>> 3;
    if (kind === 0) fields.push({ number, value: readVarint() });
    else if (kind === 1) fields.push({ number, value: readBytes(8) });
    else if (kind === 2) fields.push({ number, value: readBytes(Number(readVarint())) });
    else if (kind === 5) fields.push({ number, value: readBytes(4) });
    else throw new Error(`The message has a field of the unknown kind ${kind}.`);
  }
  return fields;
}

/** The parts with a length (messages, texts, bytes) of a field number. */
export function partsOf(message: Buffer, number: number): readonly Buffer[] {
  return readFields(message).flatMap((field) =>
    field.number === number && Buffer.isBuffer(field.value) ? [field.value] : [],
  );
}

export function partOf(message: Buffer, number: number): Buffer {
  return partsOf(message, number)[0] ?? Buffer.alloc(0);
}

/** 0 when it is absent, as in protobuf. */
export function integerOf(message: Buffer, number: number): bigint {
  const value = readFields(message).find((field) => field.number === number)?.value;
  return typeof value === "bigint" ? value : 0n;
}
