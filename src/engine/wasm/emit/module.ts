/** Functions and modules, and their bytes. Source: the binary format of the WebAssembly specification, release 2. */
import { code, unsigned, write } from './code.js';
import type { Code, Local, ValueType } from './code.js';

/** Where the variables of a function are made. */
export interface Scope {
  readonly local: <T extends ValueType>(type: T) => Local<T>;
}

/** A function of a module, to be called by others. */
export interface Func<P extends readonly ValueType[] = readonly ValueType[], R extends ValueType | 'void' = 'void'> {
  readonly parameters: P;
  readonly result: R;
  readonly index: number;
}

type Locals<P extends readonly ValueType[]> = { readonly [K in keyof P]: Local<P[K]> };
type Codes<P extends readonly ValueType[]> = { readonly [K in keyof P]: Code<P[K]> };

/** A module under construction: functions over one imported memory. */
export interface Module {
  /** the function of a key, made where it is first asked for: equal keys mean equal code */
  readonly func: <const P extends readonly ValueType[], R extends ValueType | 'void'>(
    key: string,
    parameters: P,
    result: R,
    body: (scope: Scope, ...parameters: Locals<P>) => Code<R>,
  ) => Func<P, R>;
  /** makes a function visible from outside */
  readonly expose: (name: string, func: Pick<Func, 'index'>) => void;
  readonly bytes: () => Uint8Array<ArrayBuffer>;
}

export const call = <P extends readonly ValueType[], R extends ValueType | 'void'>(
  { index, result }: Func<P, R>,
  ...args: Codes<P>
): Code<R> => code(result, [...args, 0x10, ...unsigned(index)]);

const typeCodes: { readonly [T in ValueType]: number } = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b };

const text = (name: string): readonly number[] => {
  const bytes = new TextEncoder().encode(name);
  return [...unsigned(bytes.length), ...bytes];
};

const list = (items: readonly (readonly number[])[]): readonly number[] => [...unsigned(items.length), ...items.flat()];

const types = (all: readonly ValueType[]): readonly number[] => list(all.map((type) => [typeCodes[type]]));

/** the variables of a function, runs of one type together */
const declared = (locals: readonly ValueType[]): readonly number[] => {
  const groups: { readonly type: ValueType; readonly count: number }[] = [];
  for (const type of locals) {
    const last = groups.at(-1);
    if (last?.type === type) groups[groups.length - 1] = { type, count: last.count + 1 };
    else groups.push({ type, count: 1 });
  }
  return list(groups.map(({ type, count }) => [...unsigned(count), typeCodes[type]]));
};

/** The memory that a module imports, in pages of 64 KiB. */
export interface MemoryType {
  readonly initial: number;
  readonly maximum: number;
  readonly shared: boolean;
}

/** An empty module over the memory imported as `engine.memory`. */
export const module = (memory: MemoryType): Module => {
  const signatures = new Map<string, number>();
  const signatureBytes: (readonly number[])[] = [];
  const functions = new Map<string, number>();
  const made: { readonly signature: number; readonly bytes: number[] }[] = [];
  const names: (readonly number[])[] = [];

  const signature = (parameters: readonly ValueType[], result: ValueType | 'void'): number => {
    const key = `${parameters.join()}>${result}`;
    const known = signatures.get(key);
    if (known !== undefined) return known;
    signatures.set(key, signatureBytes.length);
    signatureBytes.push([0x60, ...types(parameters), ...types(result === 'void' ? [] : [result])]);
    return signatureBytes.length - 1;
  };

  return {
    func: <const P extends readonly ValueType[], R extends ValueType | 'void'>(
      key: string,
      parameters: P,
      result: R,
      body: (scope: Scope, ...parameters: Locals<P>) => Code<R>,
    ) => {
      const known = functions.get(key);
      if (known !== undefined) return { parameters, result, index: known };
      const locals: ValueType[] = [];
      const local = <T extends ValueType>(type: T): Local<T> => ({
        type,
        index: parameters.length + locals.push(type) - 1,
      });
      const variables = parameters.map((type, index) => ({ type, index }));
      // the callees come first: a body makes the functions it calls
      const piece = body({ local }, ...(variables as Locals<P>));
      const bytes: number[] = [...declared(locals)];
      write(piece, bytes);
      bytes.push(0x0b);
      const index = made.push({ signature: signature(parameters, result), bytes }) - 1;
      functions.set(key, index);
      return { parameters, result, index };
    },
    expose: (name, { index }) => {
      names.push([...text(name), 0, ...unsigned(index)]);
    },
    bytes: () => {
      const out: number[] = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
      const append = (bytes: readonly number[]): void => {
        for (const byte of bytes) out.push(byte);
      };
      const section = (id: number, bytes: readonly number[]): void => {
        out.push(id);
        append(unsigned(bytes.length));
        append(bytes);
      };
      const limits = [memory.shared ? 3 : 1, ...unsigned(memory.initial), ...unsigned(memory.maximum)];
      section(1, list(signatureBytes));
      section(2, list([[...text('engine'), ...text('memory'), 2, ...limits]]));
      section(3, list(made.map((func) => unsigned(func.signature))));
      section(7, list(names));
      const bodies = made.map(({ bytes }) => ({ size: unsigned(bytes.length), bytes }));
      const count = unsigned(made.length);
      out.push(10);
      append(unsigned(bodies.reduce((sum, { size, bytes }) => sum + size.length + bytes.length, count.length)));
      append(count);
      for (const { size, bytes } of bodies) {
        append(size);
        append(bytes);
      }
      return Uint8Array.from(out);
    },
  };
};
