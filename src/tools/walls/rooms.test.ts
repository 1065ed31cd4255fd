import { describe, expect, it } from 'vitest';
import { importsOf, resolveImport } from './imports.ts';
import { doorFaults, endingFaults, roomFaults } from './rooms.ts';
import type { Rule } from './source.ts';

const faults = (rule: Rule, path: string, text: string) => rule([{ path, text }]).length;

describe('importsOf', () => {
  it('sees every form of import and tells types from code', () => {
    const text = `
      import a from 'a';
      import type { B } from 'b';
      import { type C, type D } from 'c';
      import { type E, f } from 'd';
      import 'e';
      export * from './f.ts';
      export type { G } from './g.ts';
      type H = import('./h.ts').H;
      const i = await import('./i.ts');
      const j = new URL('./j.ts', import.meta.url);
      const k = import.meta.glob('./k/*.ts');
      const text = "import x from 'not-an-import'"; // import y from 'nor-this'
    `;
    const seen = importsOf({ path: 'src/x.ts', text });
    expect(seen.filter(({ isTypeOnly }) => isTypeOnly).map(({ specifier }) => specifier)).toEqual([
      'b',
      'c',
      './g.ts',
      './h.ts',
    ]);
    expect(seen.filter(({ isTypeOnly }) => !isTypeOnly).map(({ specifier }) => specifier)).toEqual([
      'a',
      'd',
      'e',
      './f.ts',
      './i.ts',
      './j.ts',
      './k/*.ts',
    ]);
    expect(seen[0]?.line).toBe(2);
  });
  it('follows relative paths and the kit’s names', () => {
    expect(resolveImport('src/viz/Chart.tsx', '../kit/show/types.ts')).toBe(
      'src/kit/show/types.ts',
    );
    expect(resolveImport('lessons/a/b/cells.ts', 'kit/attention')).toBe(
      'src/kit/attention/index.ts',
    );
    expect(resolveImport('lessons/a/b/cells.ts', 'kit/random')).toBe('src/kit/random.ts');
    expect(resolveImport('src/editor/a.ts', './types.txt?raw')).toBe('src/editor/types.txt');
  });
});

describe('roomFaults', () => {
  const forbidden: [string, string][] = [
    ['src/kit/rag/bm25.ts', "import { t } from '../../i18n/t.ts';"],
    ['src/kit/rag/bm25.ts', "import * as tf from '@tensorflow/tfjs';"],
    ['src/kit/rag/bm25.ts', "import { readFileSync } from 'node:fs';"],
    ['src/kit/show/index.ts', "import { KitError } from '../errors.ts';"],
    ['src/kit/input/index.ts', "import type { View } from '../show/types.ts';"],
    ['src/kit/host.ts', "import { KitError } from './errors.ts';"],
    ['src/i18n/t.ts', "import { KitError } from '../kit/errors.ts';"],
    ['src/viz/Chart.tsx', "import { chart } from '../kit/show/index.ts';"],
    ['src/viz/Chart.tsx', "import type { Tensor } from '../kit/tensor/index.ts';"],
    ['src/runtime/notebook.ts', "import { useState } from 'react';"],
    ['src/runtime/notebook.ts', "import { matmul } from '../kit/tensor/index.ts';"],
    ['src/runtime/notebook.ts', "const kernel = await import('./kernel/kernel.ts');"],
    ['src/runtime/kernel/kernel.ts', "import { plan } from '../graph.ts';"],
    ['src/editor/editor.ts', "import type { Lesson } from '../content/page.ts';"],
    ['src/programs/stream.ts', "import { send } from '../runtime/protocol.ts';"],
    ['src/shell/Cell.tsx', "import { softmax } from '../kit/attention/index.ts';"],
    ['src/shell/Cell.tsx', "import { split } from '../content/split.ts';"],
    ['src/shell/Cell.tsx', "import Plotly from 'plotly.js-cartesian-dist-min';"],
    ['src/content/plugin.ts', "import { record } from '../tools/record.ts';"],
    ['lessons/attention/one-head/cells.ts', "import { x } from '../../schema.ts';"],
    ['lessons/attention/one-head/cells.ts', "import * as tf from '@tensorflow/tfjs';"],
    ['lessons/attention/one-head/cells/a.ts', "import { b } from './b.ts';"],
    ['lessons/attention/one-head/lesson.ts', "import { softmax } from 'kit/attention';"],
    ['e2e/smoke.spec.ts', "import { build } from '../src/tools/build.mjs';"],
    ['src/misplaced.ts', ''],
  ];
  it.each(forbidden)('%s may not: %s', (path, text) => {
    expect(faults(roomFaults, path, text)).toBe(1);
  });

  const allowed: [string, string][] = [
    ['src/kit/rag/bm25.ts', "import { matmul } from '../tensor/index.ts';"],
    ['src/kit/rag/bm25.test.ts', "import { it } from 'vitest';"],
    ['src/kit/tensor/backend.ts', "import * as tf from '@tensorflow/tfjs-core/dist/ops/ops';"],
    ['src/i18n/explanations.ts', "import type { KitErrorCode } from '../kit/errors.ts';"],
    ['src/viz/Chart.tsx', "import type { ChartView } from '../kit/show/types.ts';"],
    ['src/runtime/parse.ts', "import { parse } from 'acorn';"],
    ['src/runtime/kernel/kernel.ts', "import { KitError } from '../../kit/errors.ts';"],
    ['src/shell/Cell.tsx', "import { Chart } from '../viz/Chart.tsx';"],
    ['src/tools/lessonCheck.ts', "import { check } from '../content/check.ts';"],
    ['lessons/attention/one-head/cells.ts', "import { softmax } from 'kit/attention';"],
    ['lessons/attention/one-head/lesson.ts', "import type { Lesson } from '../../schema.ts';"],
    ['e2e/smoke.spec.ts', "import { test } from './support/test.ts';"],
  ];
  it.each(allowed)('%s may: %s', (path, text) => {
    expect(roomFaults([{ path, text }])).toEqual([]);
  });
});

describe('doorFaults', () => {
  it('lets nobody past the index.ts of a kit folder', () => {
    const path = 'src/kit/rag/search.ts';
    expect(faults(doorFaults, path, "import { a } from '../attention/softmax.ts';")).toBe(1);
    expect(faults(doorFaults, path, "import { a } from '../attention/index.ts';")).toBe(0);
    expect(faults(doorFaults, path, "import { a } from './bm25.ts';")).toBe(0);
    expect(faults(doorFaults, path, "import { KitError } from '../errors.ts';")).toBe(0);
    expect(faults(doorFaults, path, "import type { View } from '../show/types.ts';")).toBe(0);
    expect(faults(doorFaults, path, "import { a } from '../show/types.ts';")).toBe(1);
    expect(
      faults(
        doorFaults,
        'src/runtime/kernel/kernel.ts',
        "import { a } from '../../kit/show/chart.ts';",
      ),
    ).toBe(1);
  });
});

describe('endingFaults', () => {
  it('wants relative imports in full', () => {
    expect(faults(endingFaults, 'src/viz/a.ts', "import { b } from './b';")).toBe(1);
    expect(faults(endingFaults, 'src/viz/a.ts', "import { b } from './b.ts';")).toBe(0);
    expect(faults(endingFaults, 'src/viz/a.ts', "import text from './b.css?raw';")).toBe(0);
    expect(faults(endingFaults, 'src/viz/a.ts', "import { b } from 'react';")).toBe(0);
  });
});
