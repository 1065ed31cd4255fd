import { expect, test } from 'vitest';
import { findBareText, isolateNumbers } from './isolates.ts';

const isolated = (text: string) =>
  isolateNumbers(text)
    .filter(({ isLtr }) => isLtr)
    .map((piece) => piece.text);

test.each([
  ['الناتج -0.5 تقريبًا', ['-0.5']],
  ['من 10-20 ms إلى 3–4 s', ['10-20 ms', '3–4 s']],
  ['3 × 4 = 12 خانة', ['3 × 4 = 12']],
  ['كلفته $12.50 في 2024-01-31', ['$12.50', '2024-01-31']],
  ['حجمها 67 MB، و16.8 GB/s', ['67 MB', '16.8 GB/s']],
  ['زيادة +5% أو ±0.1', ['+5%', '±0.1']],
  ['(-3)', ['-3']],
])('numbers that would be scrambled are isolated: %s', (text, expected) => {
  expect(isolated(text)).toEqual(expected);
});

test.each([
  'ستة رموز و4,096 عددًا',
  '16:9',
  '95% من الرموز',
  'فصل 3.2.1',
  'GPT-4 وfp16',
  '12 ثانية',
  'بين 1 و8',
])('what keeps its order by itself is left alone: %s', (text) => {
  expect(isolated(text)).toEqual([]);
});

test('nothing is lost or added', () => {
  const text = 'أ -0.5 ب 10-20 ms، 3 × 4 = 12.';
  expect(
    isolateNumbers(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
});

test.each([
  ['اكتب user[0].id() هنا', 'code'],
  ['بلغة C++ السريعة', 'code'],
  ['من هنا → إلى هناك', 'code'],
  ['اسمه maskFuture أو mask_future', 'code'],
  ['حين يكون T = 6 مثلًا', 'number'],
  ['يكون x = y دائمًا', 'number'],
  ['يكون D = 4', 'number'],
])('code and half formulas are found bare: %s', (text, kind) => {
  expect(findBareText(text).map((found) => found.kind)).toContain(kind);
});

test.each([
  'الدالة softmax تحوّل',
  'FlashAttention وWebGPU وONNX Runtime',
  'قيمة -0.5 و10-20 ms',
  'Intel Alder Lake',
  'Phi-3.5 mini و1,001 رمز',
])('plain names and isolated numbers are fine: %s', (text) => {
  expect(findBareText(text)).toEqual([]);
});
