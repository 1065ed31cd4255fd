import type { Rect } from '@codemirror/view';
import { expect, test } from 'vitest';
import { placeInfo } from './placeInfo.ts';

const rect = (left: number, top: number, width: number, height: number): Rect => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});
const desktop = rect(0, 0, 1280, 900);
const phone = rect(0, 0, 390, 844);

test('beside the list, at the chosen name, on the side that has room', () => {
  const list = rect(300, 200, 260, 190);
  const option = rect(300, 260, 260, 24);
  const info = rect(0, 0, 400, 90);
  expect(placeInfo(list, option, info, desktop)).toEqual({
    style: 'top: 60px',
    class: 'cm-completionInfo-right',
  });
  const atEnd = rect(1000, 200, 260, 190);
  expect(placeInfo(atEnd, option, info, desktop).class).toBe('cm-completionInfo-left');
});

test('a tall card near the lower edge moves up into the window', () => {
  const list = rect(300, 700, 260, 190);
  const option = rect(300, 860, 260, 24);
  expect(placeInfo(list, option, rect(0, 0, 400, 200), desktop).style).toBe('top: 0px');
});

test('on a phone below the list, or above it, and never past an edge', () => {
  const info = rect(0, 0, 366, 90);
  const option = rect(60, 600, 260, 24);
  expect(placeInfo(rect(60, 560, 260, 180), option, info, phone)).toEqual({
    style: 'left: -36px; top: 180px',
    class: '',
  });
  expect(placeInfo(rect(60, 650, 260, 180), option, info, phone).style).toBe(
    'left: -36px; bottom: 180px',
  );
});
