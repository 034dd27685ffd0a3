/** Lines of outputs and the taps that they need: at the borders some taps of the second axis meet nothing but padding. */
import { doWhile, get, i32, select, seq, set, tee, when } from '../../emit/index.js';
import type { Code, Local, Scope } from '../../emit/index.js';
import { address, smaller } from './nest.js';
import type { Phase, Sight } from './sight.js';

type Index = Code<'i32'>;

/** Neighbouring lines of a band, `first` … `end` − 1, that need no taps but `taps` of them from `tap` on. */
interface Run {
  readonly first: Index;
  readonly end: Index;
  readonly tap: Index;
  readonly taps: Index;
}

const larger = (scope: Scope, a: Index, b: Index): Index => {
  const value = scope.local('i32');
  return select(tee(value, a), b, i32.gtS(get(value), b));
};

/**
 * The lines of a band, of which the first is line `start` of its phase, in runs of at least `unit`, if there are so many; a line may be in two runs. Lines that need all
 * taps stand in one run.
 */
export const eachRun = (
  scope: Scope,
  { stride, axis: { input } }: Sight,
  { outputs, taps, sources }: Phase,
  unit: number,
  start: Index,
  lines: Local<'i32'>,
  body: (run: Run) => Code<'void'>,
): Code<'void'> => {
  const full = {
    first: Math.max(0, Math.ceil(-sources.first / stride)),
    end: Math.floor((input - 1 - sources.first - (sources.count - 1) * sources.step) / stride) + 1,
  };
  if (taps.count <= 1 || (full.first === 0 && full.end >= outputs.count))
    return when(
      i32.gtS(get(lines), i32.const(0)),
      body({ first: i32.const(0), end: get(lines), tap: i32.const(0), taps: i32.const(taps.count) }),
    );
  const [first, end, line, tap, last] = [
    scope.local('i32'),
    scope.local('i32'),
    scope.local('i32'),
    scope.local('i32'),
    scope.local('i32'),
  ];
  const source = (line: Index): Index => address(i32.const(sources.first), [line, stride]);
  const none = i32.const(0);
  return when(
    i32.gtS(get(lines), none),
    seq(
      set(end, none),
      doWhile(
        seq(
          set(line, i32.add(get(end), start)),
          set(first, get(end)),
          set(
            end,
            i32.add(
              get(end),
              select(
                larger(scope, i32.sub(i32.const(full.end), get(line)), i32.const(unit)),
                i32.const(unit),
                i32.geS(get(line), i32.const(full.first)),
              ),
            ),
          ),
          set(end, smaller(scope, get(end), get(lines))),
          set(first, smaller(scope, get(first), larger(scope, i32.sub(get(end), i32.const(unit)), none))),
          set(line, i32.add(get(first), start)),
          // rounded down, which is up for what is taken from 0
          set(
            tap,
            i32.divU(
              larger(
                scope,
                i32.sub(i32.const(sources.step - 1), source(i32.sub(i32.add(get(end), start), i32.const(1)))),
                none,
              ),
              i32.const(sources.step),
            ),
          ),
          set(
            last,
            i32.divU(
              larger(scope, i32.sub(i32.const(input - 1 + sources.step), source(get(line))), none),
              i32.const(sources.step),
            ),
          ),
          set(last, smaller(scope, get(last), i32.const(taps.count))),
          body({
            first: get(first),
            end: get(end),
            tap: get(tap),
            taps: larger(scope, i32.sub(get(last), get(tap)), none),
          }),
        ),
        i32.ltS(get(end), get(lines)),
      ),
    ),
  );
};
