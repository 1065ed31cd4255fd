import { javascript } from '@codemirror/lang-javascript';
import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { firstStrong, isolates } from './isolation.ts';

function runs(source: string): { text: string; dir: string }[] {
  const state = EditorState.create({ doc: source, extensions: javascript({ typescript: true }) });
  const tree = ensureSyntaxTree(state, source.length, 10_000) ?? undefined;
  return isolates(state, 0, source.length, tree).map(({ from, to, dir }) => ({
    text: state.sliceDoc(from, to),
    dir,
  }));
}

test('only the words of an Arabic comment turn: // stays where code has it', () => {
  expect(runs('const a = 1; // ثم اضرب a في V')).toEqual([{ text: 'ثم اضرب a في V', dir: 'rtl' }]);
});

test('a comment that begins with a Latin word keeps reading left to right', () => {
  expect(runs('// softmax ثم القسمة')).toEqual([{ text: 'softmax ثم القسمة', dir: 'ltr' }]);
});

test('code without Arabic gets no isolates at all', () => {
  expect(runs('const a = "b"; // [T, D]\n/* c */')).toEqual([]);
});

test('strings turn inside their quotes', () => {
  expect(runs(`const s = 'سُرقت البطاقة', t = "b";`)).toEqual([
    { text: 'سُرقت البطاقة', dir: 'rtl' },
  ]);
});

test('a block comment turns line by line, without its stars', () => {
  expect(runs('/**\n * الصفوف استعلامات\n * [T, D]\n * والأعمدة مفاتيح */')).toEqual([
    { text: 'الصفوف استعلامات', dir: 'rtl' },
    { text: 'والأعمدة مفاتيح', dir: 'rtl' },
  ]);
});

test('what stands in ${…} of a template is code and stays out', () => {
  expect(runs('const s = `الصف ${row.at(-1)} من ${n}`;')).toEqual([
    { text: 'الصف ', dir: 'rtl' },
    { text: ' من ', dir: 'rtl' },
  ]);
});

test('an unfinished string while typing isolates what is there', () => {
  expect(runs(`const s = 'مرحبا`)).toEqual([{ text: 'مرحبا', dir: 'rtl' }]);
});

test('an Arabic identifier is code, not text', () => {
  expect(runs('const ألفا = 0.5;')).toEqual([]);
});

test('the first strong letter decides; digits and signs do not', () => {
  expect(firstStrong('1. البطاقة')).toBe('rtl');
  expect(firstStrong('3 × Q')).toBe('ltr');
  expect(firstStrong('123')).toBe('ltr');
});
