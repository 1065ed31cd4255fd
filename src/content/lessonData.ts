import type { Lesson } from '../../lessons/schema.ts';
import type { Problem, Rule } from './problem.ts';

/** The 1-based line on which a key stands in `lesson.ts`; 1 when it is not found. */
export function lineOfKey(text: string, key: string): number {
  const index = text
    .split('\n')
    .findIndex((line) => new RegExp(`(^|[\\s{,'"])${key}['"]?\\s*:`).test(line));
  return index + 1 || 1;
}

type Check = (rule: Rule, key: string, message: string, fix: string) => void;

/** Checks what `lesson.ts` exports, once, at the border: everything after this trusts its type. */
export function readLessonData(
  value: unknown,
  id: string,
  file: string,
  text: string,
): { data: Lesson; problems: Problem[] } {
  const problems: Problem[] = [];
  const check: Check = (rule, key, message, fix) =>
    problems.push({ file, line: lineOfKey(text, key), rule, message, fix });
  if (!isRecord(value)) {
    check(
      'lesson-data',
      'lesson',
      'no export named lesson',
      'write export const lesson: Lesson = { … }',
    );
    return { data: { id, minutes: 1, needs: [] }, problems };
  }
  if (value['id'] !== id) {
    check(
      'lesson-data',
      'id',
      `id is ${JSON.stringify(value['id'])}, the folder is ${id}`,
      `write id: '${id}'`,
    );
  }
  const minutes = value['minutes'];
  if (typeof minutes !== 'number' || !Number.isInteger(minutes) || minutes < 1) {
    check('lesson-data', 'minutes', 'minutes is no whole number', 'say how long a newcomer needs');
  }
  if (!isTexts(value['needs']))
    check('lesson-data', 'needs', 'needs is no list of lesson ids', 'write needs: []');
  checkBilingual(value['labels'], 'label', check);
  checkBilingual(value['words'], 'word', check);
  checkTexts(value['texts'], check);
  checkPair(value['roles'], 'roles', check);
  // Every field has been looked at above; what failed is reported, and a build with problems goes no further.
  const data = {
    ...value,
    id,
    minutes: typeof minutes === 'number' ? minutes : 1,
    needs: isTexts(value['needs']) ? value['needs'] : [],
  };
  return { data: data as Lesson, problems };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) && value.every((item) => typeof item === 'string' && item.trim() !== '')
  );
}

function checkBilingual(table: unknown, what: string, check: Check): void {
  if (table === undefined) return;
  if (!isRecord(table))
    return check('lesson-data', `${what}s`, `${what}s is no object`, 'write { id: { ar, en } }');
  for (const [key, value] of Object.entries(table)) {
    for (const locale of ['ar', 'en'] as const) {
      const text = isRecord(value) ? value[locale] : undefined;
      if (typeof text !== 'string' || !text.trim()) {
        check(
          'translation-missing',
          key,
          `${what} "${key}" has no ${locale}`,
          `write ${key}: { ar: '…', en: '…' }`,
        );
      }
    }
  }
}

function checkTexts(table: unknown, check: Check): void {
  if (table === undefined) return;
  if (!isRecord(table))
    return check(
      'lesson-data',
      'texts',
      'texts is no object',
      'write { name: { ar: […], en: […] } }',
    );
  for (const [key, value] of Object.entries(table)) checkPair(value, key, check);
}

function checkPair(value: unknown, key: string, check: Check): void {
  if (value === undefined) return;
  const ar = isRecord(value) ? value['ar'] : undefined;
  const en = isRecord(value) ? value['en'] : undefined;
  if (!isTexts(ar) || !isTexts(en)) {
    check(
      'translation-missing',
      key,
      `"${key}" lacks a list of words in one language`,
      'write { ar: […], en: […] }',
    );
  } else if (ar.length !== en.length) {
    check(
      'texts-length',
      key,
      `"${key}" has ${ar.length} words in ar and ${en.length} in en`,
      'the same code runs on both: give both the same length',
    );
  }
}
