import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CellText, Completions, NameInfo, NameOption, TypeBundle } from './protocol.ts';
import { smallKit } from './smallKit.ts';
import { createTypeService } from './typeService.ts';
import type { TypeService } from './typeService.ts';

/** The language as TypeScript declares it, in one file. */
function languageTypes(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('typescript'));
  const seen = new Set<string>();
  const read = (name: string): string => {
    if (seen.has(name)) return '';
    seen.add(name);
    const text = readFileSync(join(folder, `lib.${name}.d.ts`), 'utf8');
    const needed = [...text.matchAll(/<reference lib="([^"]+)"/g)].map(([, each = '']) => each);
    return needed.map(read).join('\n') + text.replace(/^\/\/\/.*$/gm, '');
  };
  return read('es2023');
}

const lib: TypeBundle = { modules: {}, files: { '/lib.d.ts': languageTypes() } };

/** A service over the small kit that knows `cells`. */
function serviceOf(cells: readonly CellText[]): TypeService {
  const service = createTypeService(smallKit, lib);
  service.update(
    cells.map(({ id }) => id),
    cells,
  );
  return service;
}

const vectors = {
  id: 'vectors',
  source: `import { tensor } from 'kit/tensor';
const Q = tensor([[1, 0]]); // [T, D]
const K = tensor([[0, 1]]);
/** How near two words are. Unused. */
interface Nearness<T extends string = string> { readonly word: T; readonly score: number }
class Counter { count = 0; }
/** Doubles a number! Then stops. */
function double(x: number): number { return 2 * x; }`,
};
const scores = {
  id: 'scores',
  source: `import { matMul } from 'kit/tensor';\nconst scores = matMul(Q, K, { transposeB: true });`,
};

/** Asks about the place of \`|\` in the source of the cell \`here\`. */
function at(marked: string, others = [vectors, scores]) {
  const place = marked.indexOf('|');
  const source = marked.slice(0, place) + marked.slice(place + 1);
  const service = serviceOf([...others, { id: 'here', source }]);
  return {
    source,
    complete: (): Completions | null =>
      service.answer({ kind: 'complete', cell: 'here', at: place }),
    hover: (): NameInfo | null => service.answer({ kind: 'hover', cell: 'here', at: place }),
    describe: (option: NameOption): NameInfo | null =>
      service.answer({ kind: 'describe', cell: 'here', at: place, option }),
    labels: (): string[] =>
      service
        .answer({ kind: 'complete', cell: 'here', at: place })
        ?.options.map(({ label }) => label) ?? [],
    option: (label: string): NameOption | undefined =>
      service
        .answer({ kind: 'complete', cell: 'here', at: place })
        ?.options.find((each) => each.label === label),
  };
}

describe('names', () => {
  test('of a tensor after its dot, while the line is unfinished', () => {
    expect(at('scores.|\nconst next = 1;').labels()).toEqual(['rank', 'shape']);
  });

  test('of a part of the kit between the braces of an import', () => {
    expect(at(`import { | } from 'kit/tensor';`).labels()).toEqual(
      expect.arrayContaining(['matMul', 'tensor', 'Tensor2D']),
    );
  });

  test('of the modules between the quotes of an import', () => {
    const found = at(`import { matMul } from 'kit/|';`).complete();
    expect(found?.options.map(({ label }) => label)).toEqual([
      '@tensorflow/tfjs',
      'kit/show',
      'kit/tensor',
    ]);
    expect(found).toMatchObject({ from: 24, isString: true });
  });

  test('of other cells, before and after, with the cell that has them', () => {
    const later = { id: 'later', source: 'const conclusion = 1;' };
    const here = at('s|', [vectors, scores, later]);
    expect(here.option('scores')).toMatchObject({ kind: 'constant', origin: { cell: 'scores' } });
    expect(here.option('double')).toMatchObject({ kind: 'constant', origin: { cell: 'vectors' } });
    expect(here.option('conclusion')).toMatchObject({ origin: { cell: 'later' } });
  });

  test('a cell’s own names come before those of others, and those before the language’s', () => {
    const here = at('const own = 1;\no|');
    const [own, other, language] = ['own', 'scores', 'parseInt'].map(
      (label) => here.option(label)?.rank ?? NaN,
    );
    expect(own).toBeGreaterThan(other ?? NaN);
    expect(other).toBeGreaterThan(language ?? NaN);
  });

  test('of the kit bring their import: a new one above, in one that is there, below the others', () => {
    expect(at('m|').option('matMul')).toMatchObject({
      origin: { module: 'kit/tensor' },
      importing: { at: 0, text: `import { matMul } from 'kit/tensor';\n` },
    });
    const there = `import { tensor } from 'kit/tensor';`;
    expect(at(`${there}\nm|`).option('matMul')?.importing).toEqual({ at: 15, text: ', matMul' });
    expect(at(`${there}\nm|`).option('matrix')?.importing).toEqual({
      at: there.length,
      text: `\nimport { matrix } from 'kit/show';`,
    });
    expect(at(`${there}\nt|`).option('tensor')).not.toHaveProperty('importing');
  });

  test('of types stand only where a type may stand', () => {
    expect(at('const a: T|').option('Tensor2D')?.importing?.text).toBe(
      `import type { Tensor2D } from 'kit/tensor';\n`,
    );
    expect(at('const a = T|').labels()).not.toContain('Tensor2D');
    expect(at('const a: N|').labels()).toContain('Nearness');
  });

  test('of options and of their values', () => {
    const options = `import { matrix } from 'kit/show';\nmatrix(scores, { `;
    expect(at(`${options}|`).labels()).toEqual(['digits', 'hue']);
    expect(at(`${options}hue: '|' });`).complete()).toMatchObject({
      isString: true,
      options: [{ label: 'query' }, { label: 'key' }, { label: 'scores' }],
    });
  });

  test('none in a comment, in a string, where a name is invented, past the end', () => {
    expect(at('// scores.|').complete()).toBeNull();
    expect(at(`const s = 'scores.|';`).complete()).toBeNull();
    expect(at('const sc|').complete()).toBeNull();
    const service = serviceOf([vectors]);
    expect(service.answer({ kind: 'complete', cell: 'vectors', at: 10_000 })).toBeNull();
    expect(service.answer({ kind: 'complete', cell: 'unknown', at: 0 })).toBeNull();
  });

  test('nothing that a cell may not write', () => {
    const labels = at('e|').labels();
    expect(labels).toContain('export');
    for (const word of ['enum', 'namespace', 'declare', 'document', 'fetch'])
      expect(labels).not.toContain(word);
  });
});

describe('types', () => {
  test('of a name from an earlier cell', () => {
    expect(at('display(sco|res);').hover()).toEqual({
      code: 'const scores: Tensor2D',
      doc: '',
      cell: 'scores',
      from: 8,
      to: 14,
    });
  });

  test('of a function of another cell, with the first sentence of its comment', () => {
    expect(at('dou|ble(2);').hover()).toMatchObject({
      code: 'function double(x: number): number',
      doc: 'Doubles a number!',
      cell: 'vectors',
    });
  });

  test('of what is imported, without the import', () => {
    expect(at(`import { matMul } from 'kit/tensor';\nmat|Mul(Q, K);`).hover()).toMatchObject({
      code: expect.stringMatching(
        /^matMul<Tensor2D>\(a: Tensor2D, b: Tensor, .*\): Tensor2D$/,
      ) as string,
      doc: 'The matrix product of two tensors, a [M, N] and b [N, P].',
      cell: null,
    });
  });

  test('interfaces with parameters, and classes as values and as types', () => {
    expect(at(`const n: Nearness<'a'> = { word: 'a', score: 1 };\nn.wo|rd`).hover()?.code).toBe(
      `Nearness<"a">.word: "a"`,
    );
    expect(at('const c: Counter = new Counter();\nc.co|unt').hover()?.code).toBe(
      'Counter.count: number',
    );
  });

  test('an own name hides the other cell’s, and what is imported twice does not clash', () => {
    expect(at('const sco|res = 1;').hover()).toMatchObject({ code: 'const scores: 1', cell: null });
    const here = at(`import { matMul } from 'kit/tensor';\nconst o = mat|Mul(scores, K);`);
    expect(here.hover()?.code).toContain('matMul');
  });

  test('of two cells with one name the first counts', () => {
    const again = { id: 'again', source: `const scores = 'words';` };
    expect(at('sco|res', [vectors, scores, again]).hover()?.cell).toBe('scores');
  });

  test('of a name found by completion', () => {
    const here = at('m|');
    const [matMul, other] = ['matMul', 'scores'].map((label) => here.option(label));
    expect(matMul && here.describe(matMul)).toMatchObject({
      code: expect.stringContaining('function matMul') as string,
      cell: null,
    });
    expect(other && here.describe(other)).toMatchObject({
      code: 'const scores: Tensor2D',
      cell: 'scores',
    });
    const length = at('scores.|').option('shape');
    expect(length && at('scores.|').describe(length)?.code).toBe('Tensor<2>.shape: number[]');
  });

  test('nothing on space, keywords, comments, numbers, unknown names', () => {
    for (const marked of [
      'unkn|own(1);',
      'const |  a = 1',
      'co|nst a = 1',
      '/|/ scores',
      'const a = 1|2;',
    ])
      expect(at(marked).hover()).toBeNull();
  });
});

describe('rough ground', () => {
  test('an unknown import is any, and everything else goes on', () => {
    const here = at(`import { x } from 'lodash';\nconst y = x(sco|res);`);
    expect(here.hover()?.code).toBe('const scores: Tensor2D');
  });

  test('syntax errors in the cell, and in the one that it uses', () => {
    expect(at('if (scores.sh|ape { foo(').hover()?.code).toContain('shape: number[]');
    const broken = { id: 'broken', source: 'const early = [1, 2];\nconst late = (' };
    expect(at('ear|ly', [broken]).hover()?.code).toBe('const early: number[]');
    const open = { id: 'open', source: 'const early = 1;\nconst text = `never closed' };
    expect(at('const z = 3;\nz|', [open]).labels()).toEqual(expect.arrayContaining(['z', 'early']));
  });

  test('Arabic text, letters beyond 16 bits and marks before the caret move nothing', () => {
    const here = at(`// كِتابٌ 👩🏽‍🚀\nconst s = 'مرحبًا 🚀'; display(sco|res);`);
    const info = here.hover();
    expect(info && here.source.slice(info.from, info.to)).toBe('scores');
    expect(at(`const s = 'سُرقت 🚀'; scores.|`).labels()).toEqual(['rank', 'shape']);
  });

  test('a cell that needs itself by a detour', () => {
    const one = { id: 'one', source: 'const a = b;' };
    const two = { id: 'two', source: 'const b = a;' };
    expect(at('a|', [one, two]).hover()?.code).toBe('const a: any');
  });

  test('5,000 lines are answered; a cell of data is left alone', () => {
    const long = Array.from({ length: 5000 }, (_, i) => `const n${i} = ${i};`).join('\n');
    const here = at(`${long}\nn4999|`);
    expect(here.labels()).toContain('n4999');
    const data = `const rows = '${'x'.repeat(200_000)}';`;
    expect(at(`${data}\nrow|s`).complete()).toBeNull();
  });

  test('cells come, change and go', () => {
    const service = serviceOf([scores, { id: 'here', source: 'scores;' }]);
    const ask = () => service.answer({ kind: 'hover', cell: 'here', at: 1 });
    expect(ask()?.code).toBe('const scores: any');
    service.update(['vectors', 'scores', 'here'], [vectors]);
    expect(ask()?.code).toBe('const scores: Tensor2D');
    service.update(['scores', 'here'], [{ id: 'scores', source: 'let scores = [1];' }]);
    expect(ask()?.code).toBe('let scores: number[]');
    service.update(['here'], []);
    expect(ask()?.cell ?? null).toBeNull();
  });
});
