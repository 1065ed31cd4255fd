import { describe, expect, it } from 'vitest';
import { justificationFaults, pinFaults } from './packages.ts';
import { physicalSideFaults } from './style.ts';
import {
  leftForLaterFaults,
  longFileFaults,
  sizeFaults,
  topLevel,
  topLevelFaults,
  vagueNameFaults,
} from './tree.ts';

describe('physicalSideFaults', () => {
  const path = 'src/shell/styles/a.css';
  const count = (text: string) => physicalSideFaults([{ path, text }]).length;
  it('catches sides that do not turn', () => {
    for (const text of [
      'a { margin-left: 1px }',
      'a { color: red; padding-right: 1px; }',
      'a { left: 0; }',
      'a { border-left: 1px solid; }',
      'a { border-left-color: red; }',
      'a { border-top-left-radius: 2px; }',
      'a { text-align: left; }',
      'a { float: right; }',
      '@media print { a { & b { RIGHT: 0; } } }',
    ]) {
      expect(count(text), text).toBe(1);
    }
  });
  it('lets logical sides, comments, texts and selectors through', () => {
    for (const text of [
      'a { margin-inline-start: 1px; inset-inline-end: 0; text-align: start; }',
      'a { /* left: 0; */ }',
      'a { content: "left: 0;"; }',
      '.left:hover { color: red; }',
      'a { background-position: left; transform: translateX(-50%); }',
    ]) {
      expect(count(text), text).toBe(0);
    }
  });
  it('says where, and knows its exceptions', () => {
    const text = 'a {\n  color: red;\n  left: 0;\n}';
    expect(physicalSideFaults([{ path, text }])[0]?.line).toBe(3);
    const allowed = [{ path, declares: 'left: 0', reason: 'a code line never turns' }];
    expect(physicalSideFaults([{ path, text }], allowed)).toEqual([]);
  });
});

describe('the tree', () => {
  it('catches long files, except data and messages', () => {
    const text = '\n'.repeat(600);
    const paths = ['src/viz/Chart.tsx', 'src/i18n/messages.ar.ts', 'lessons/glossary.ts'];
    const faults = longFileFaults(paths.map((path) => ({ path, text })));
    expect(faults.map(({ path }) => path)).toEqual(['src/viz/Chart.tsx']);
    expect(longFileFaults([{ path: 'src/a.ts', text: '\n'.repeat(599) }])).toEqual([]);
  });
  it('catches names without an idea', () => {
    const vague = [
      'src/viz/utils.ts',
      'src/kit/util/a.ts',
      'src/helpers.test.ts',
      'src/common/x.ts',
    ];
    expect(vagueNameFaults(vague)).toHaveLength(vague.length);
    expect(vagueNameFaults(['src/viz/palette.ts', 'src/kit/bench/utilisation.ts'])).toEqual([]);
  });
  it('catches what was left for later', () => {
    const text = `const a = 1; // ${'TO'}DO: more\n// ${'FIX'}ME\nconst todo = [];`;
    expect(leftForLaterFaults([{ path: 'src/a.ts', text }]).map(({ line }) => line)).toEqual([
      1, 2,
    ]);
  });
  it('catches what was added to the top level and what is gone from it', () => {
    expect(topLevelFaults(topLevel)).toEqual([]);
    expect(topLevelFaults([...topLevel, 'vitest.config.ts'])).toHaveLength(1);
    expect(topLevelFaults(topLevel.filter((name) => name !== 'LICENSE'))).toHaveLength(1);
  });
  it('catches a heavy file and a heavy tree', () => {
    expect(sizeFaults([{ path: 'public/a.bin', bytes: 21e6 }])).toHaveLength(1);
    const many = Array.from({ length: 6 }, (_, at) => ({ path: `public/${at}.bin`, bytes: 10e6 }));
    expect(sizeFaults(many)).toHaveLength(1);
    expect(sizeFaults(many.slice(1))).toEqual([]);
  });
});

describe('dependencies', () => {
  it('catches versions that are not exact', () => {
    const loose = { a: '^1.0.0', b: '~1.0.0', c: '1.x', d: '*', e: 'latest', f: 'github:a/b' };
    expect(pinFaults({ dependencies: loose })).toHaveLength(6);
    expect(pinFaults({ devDependencies: { a: '1.0.0', b: '1.0.0-rc.1' } })).toEqual([]);
  });
  it('catches an unexplained dependency and an explanation of none', () => {
    const guide =
      '| Package | Why |\n|---|---|\n| `react`, `react-dom` | the page |\n| `gone` | was |';
    const packageFile = { dependencies: { react: '1.0.0', 'react-dom': '1.0.0', katex: '1.0.0' } };
    expect(justificationFaults(packageFile, guide).map(({ message }) => message)).toEqual([
      'does not say why katex is needed',
      'explains gone, which is no dependency',
    ]);
  });
});
