/** What the program and its runners say to each other: lines of JSON. */
import * as t from 'io-ts';

/** Set a workload up, run what was set up for some milliseconds, or say where the time goes; a runner that does not know the table reads `work`. */
export const request = t.union([
  t.type({ prepare: t.string, work: t.unknown, inputs: t.string }),
  t.type({ measure: t.number, estimate: t.number }),
  t.type({ profile: t.literal(true) }),
]);
export type Request = t.TypeOf<typeof request>;

export const failure = t.type({ error: t.string });

/** Times are milliseconds: the first call of a program; where it was quick its second, and the first of another program like it. */
export const prepared = t.intersection([
  t.type({
    first: t.number,
    second: t.union([t.number, t.null]),
    again: t.union([t.number, t.null]),
    /** the losses of the first steps, or the mean squares of the first results */
    check: t.readonlyArray(t.number),
    /** by how much the resident set grew at most */
    bytes: t.number,
  }),
  t.partial({
    /** the bytes of the buffers of a plan, and how few it could be */
    buffers: t.type({ peak: t.number, bound: t.number }),
  }),
]);
export type Prepared = t.TypeOf<typeof prepared>;

export const measured = t.type({ milliseconds: t.number });
export const profiled = t.type({ profile: t.string });
export type Reply = t.TypeOf<typeof failure> | Prepared | t.TypeOf<typeof measured> | t.TypeOf<typeof profiled>;
