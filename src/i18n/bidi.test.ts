import { describe, expect, it } from 'vitest';
import { hasArabic, isolateNumbers, label, stripIsolates } from './bidi.ts';

describe('label', () => {
  it('forces our Arabic right to left even when it starts in Latin', () => {
    expect(label('Model 13B كبير', 'ours')).toBe('\u2067Model 13B كبير\u2069');
  });
  it('keeps our English left to right and lets data decide for itself', () => {
    expect(label('latency (ms)', 'ours')).toBe('\u2066latency (ms)\u2069');
    expect(label('حساب 7', 'data')).toBe('\u2068حساب 7\u2069');
  });
  it('is balanced on every line and leaves empty lines empty', () => {
    const text = label('سطر أول\n\nline two', 'data');
    expect(text.split('\n').map((line) => [...line].filter((c) => c === '\u2069').length)).toEqual([
      1, 0, 1,
    ]);
    expect(stripIsolates(text)).toBe('سطر أول\n\nline two');
  });
  it('does not nest when applied twice, nor let data close our isolate', () => {
    expect(label(label('مرة', 'ours'), 'ours')).toBe(label('مرة', 'ours'));
    expect(label('a\u2069b\u202e', 'data')).toBe('\u2068ab\u2069');
  });
});

describe('isolateNumbers', () => {
  const seen = (text: string): string =>
    isolateNumbers(text).replaceAll('\u2066', '⟦').replaceAll('\u2069', '⟧');
  it.each([
    ['القيمة −0.5 هنا', 'القيمة ⟦−0.5⟧ هنا'],
    ['ما بعد القطر −∞.', 'ما بعد القطر ⟦−∞⟧.'],
    ['من 10–20 ms، ثم', 'من ⟦10–20 ms⟧، ثم'],
    ['شكلها 6 × 8.', 'شكلها ⟦6 × 8⟧.'],
    ['بقي 3 min', 'بقي ⟦3 min⟧'],
    ['نسبة 62.5% منها', 'نسبة ⟦62.5%⟧ منها'],
    ['الحجم 2 GiB', 'الحجم ⟦2 GiB⟧'],
  ])('wraps %j', (text, expected) => expect(seen(text)).toBe(expected));
  it('leaves whole numbers alone: they read the same both ways', () => {
    expect(seen('المئين 95. ثم 50 تشغيلًا')).toBe('المئين 95. ثم 50 تشغيلًا');
  });
});

it('knows Arabic letters from Arabic marks', () => {
  expect(hasArabic('abc ث')).toBe(true);
  expect(hasArabic('abc 12 \u200f')).toBe(false);
});
