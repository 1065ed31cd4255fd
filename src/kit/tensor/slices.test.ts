import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoLeak, useTestBackend } from '../testBackend.ts';
import { KitError } from '../errors.ts';
import { checkWgsl, runInSlices, tidyAsync, wgsl, zeros } from './index.ts';
import { nextCount } from './slices.ts';
import { checkLoops } from './wgsl.ts';

beforeAll(() => useTestBackend('cpu'));

/** The line of this file on which it is called. */
const lineHere = (): number =>
  Number(/:(\d+):\d+/.exec(new Error().stack?.split('\n')[2] ?? '')?.[1]);
const lineOf = (place: string | null | undefined): number => Number(place?.split(':').at(-2));
const faultOf = (code: ReturnType<typeof wgsl>): KitError => {
  try {
    checkLoops(code);
  } catch (error) {
    if (error instanceof KitError) return error;
  }
  throw new Error('nothing was refused');
};

describe('wgsl', () => {
  it('knows the line of each of its lines', () => {
    const first = lineHere() + 1;
    const { text, places } = wgsl`one
two ${2}
three`;
    expect(text).toBe('one\ntwo 2\nthree');
    expect(places.map(lineOf)).toEqual([first, first + 1, first + 2]);
    expect(places.every((place) => place?.includes('slices.test.ts'))).toBe(true);
  });

  it('keeps the places of a text that is put in', () => {
    const inner = wgsl`a
b`;
    const outer = wgsl`
${inner}
last`;
    expect(outer.text).toBe('\na\nb\nlast');
    const [, a, b, last] = outer.places.map(lineOf);
    expect([a, b]).toEqual(inner.places.map(lineOf));
    expect(last).toBe(lineOf(outer.places[0]) + 2);
  });

  it('leaves backslashes and words alone', () => {
    expect(wgsl`\d ${'x'}${1.5}`.text).toBe('\\d x1.5');
  });
});

describe('checkLoops', () => {
  it('lets loops through that say when they end, and words in comments', () => {
    const code = wgsl`// while and loop { } are words here
/* for (;;) {} */ for (var i = 0u; i < 4u; i++) { for (var j = vec2(1, 2).x; j > 0; j -= f(j)) { } }`;
    expect(() => checkLoops(code)).not.toThrow();
  });

  it.each([
    ['while', wgsl`while (true) { }`],
    ['loop', wgsl`loop { }`],
    ['for', wgsl`for (;;) { }`],
    ['for', wgsl`for (var i = 0; ; i++) { }`],
    ['for', wgsl`for (var i = 0; i < 3; ) { }`],
  ])('refuses %s without an end', (name, code) => {
    expect(faultOf(code)).toMatchObject({ code: 'bad-argument', details: { name } });
  });

  it('points at the line as written', () => {
    const line = lineHere() + 3;
    const fault = faultOf(wgsl`
fn main() { // a
  while (true) { }
}`);
    expect(fault.stack).toMatch(new RegExp(`slices\\.test\\.ts:${line}:1`));
  });
});

describe('checkWgsl', () => {
  it('looks at the loops, and lets the rest pass where nobody can compile', async () => {
    const code = wgsl`no WGSL at all`;
    expect(await checkWgsl(code, 1)).toBe(code);
    await expect(checkWgsl(wgsl`loop { }`, 1)).rejects.toMatchObject({ code: 'bad-argument' });
  });
});

describe('runInSlices', () => {
  const code = wgsl`fn main() { }`;

  it('says that it needs WebGPU, and leaves nothing behind', async () => {
    const work = { inputs: [], output: [2], groups: 1, loopBound: 1 } as const;
    await expectNoLeak(async () => {
      await expect(runInSlices(code, work)).rejects.toMatchObject({
        code: 'backend-unavailable',
        details: { backend: 'webgpu', reason: 'no-webgpu' },
      });
    });
  });

  it.each([
    [{ groups: 0 }, 'groups'],
    [{ groups: NaN }, 'groups'],
    [{ loopBound: 1.5 }, 'loopBound'],
    [{ loopBound: -1 }, 'loopBound'],
  ])('refuses %j', async (wrong, name) => {
    await tidyAsync(async () => {
      const work = { inputs: [zeros([2])], output: [2], groups: 1, loopBound: 1, ...wrong };
      await expect(runInSlices(code, work)).rejects.toMatchObject({
        code: 'bad-argument',
        details: { name },
      });
    });
  });

  it('grows slices no faster than it may, and never beyond what is left', () => {
    expect(nextCount(1, 0, 1000, 100), 'nothing to measure yet').toBe(4);
    expect(nextCount(4, 10, 1000, 100), 'far from full').toBe(16);
    expect(nextCount(16, 20, 1000, 100), 'half of what would fill it').toBe(40);
    expect(nextCount(16, 900, 1000, 100), 'one is always done').toBe(1);
    expect(nextCount(16, 1, 3, 100), 'the rest').toBe(3);
    expect(nextCount(60_000, 0.1, 1e9, 100), 'the most that a dispatch counts').toBe(65_535);
  });
});
