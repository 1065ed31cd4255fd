import { expect, test } from 'vitest';
import { firstSentence, plainSignature } from './wording.ts';

test('a signature loses the remarks that are not code', () => {
  expect(plainSignature('(alias) function f(a: number): void\nimport f')).toBe(
    'function f(a: number): void',
  );
  expect(plainSignature('(local var) x: (a: number) => void')).toBe('x: (a: number) => void');
  expect(plainSignature('(parameter) a: number')).toBe('a: number');
  expect(plainSignature('function f(): void (+3 overloads)')).toBe('function f(): void');
  expect(plainSignature(`type A = ${'x'.repeat(2000)}`).length).toBeLessThan(500);
});

test('a sentence ends before a capital, an Arabic letter or code, not within a shape or a number', () => {
  expect(firstSentence('a [.., M, N] · b. Other axes.')).toBe('a [.., M, N] · b.');
  expect(firstSentence('Uses 0.5 of\n it, e.g. half. `x` is it.')).toBe(
    'Uses 0.5 of it, e.g. half.',
  );
  expect(firstSentence('Doubles! Then.')).toBe('Doubles!');
  expect(firstSentence('Fails. @throws KitError `a`')).toBe('Fails.');
  expect(firstSentence('يجمع الصفوف. ثم يقسم.')).toBe('يجمع الصفوف.');
  expect(firstSentence('one line\n\nanother')).toBe('one line');
  expect(firstSentence('')).toBe('');
});
