import { expect, test } from 'vitest';
import { glossary } from '../../lessons/glossary.ts';
import { findLessons } from './lesson.ts';
import { findBanned, TermFinder } from './terms.ts';

const entries = Object.entries(glossary);
const root = new URL('../../', import.meta.url).pathname;

test('every term has both languages and a meaning of one line in each', () => {
  for (const [id, term] of entries) {
    expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
    for (const text of [term.ar, term.en, term.meaning.ar, term.meaning.en]) {
      expect(text.trim(), id).not.toBe('');
      expect(text, id).not.toContain('\n');
    }
    expect(term.meaning.ar, id).toMatch(/\p{Script=Arabic}/u);
  }
});

test('no Arabic term stands for two concepts, and none uses a forbidden word', () => {
  const seen = new Map<string, string>();
  for (const [id, term] of entries) {
    expect(seen.get(term.ar), `${id}: ${term.ar}`).toBeUndefined();
    seen.set(term.ar, id);
    for (const text of [term.ar, ...(term.forms?.ar ?? []), term.meaning.ar]) {
      expect(findBanned(glossary, text), `${id}: ${text}`).toEqual([]);
    }
  }
});

test('each term that is marked is found by its own form', () => {
  const finders = { ar: new TermFinder(glossary, 'ar'), en: new TermFinder(glossary, 'en') };
  for (const [id, term] of entries) {
    if (term.isPlain) continue;
    for (const locale of ['ar', 'en'] as const) {
      expect(
        finders[locale].find(`— ${term[locale]} —`).map((found) => found.id),
        term[locale],
      ).toEqual([id]);
    }
  }
});

test('a term is taught in a lesson that exists', () => {
  const lessons = findLessons(root);
  for (const [id, term] of entries) {
    if (term.taughtIn) expect(lessons, id).toContain(term.taughtIn);
  }
});
