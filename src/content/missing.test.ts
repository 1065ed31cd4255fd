import { expect, test } from 'vitest';
import { missingScript } from './missing.ts';

function homeFrom(pathname: string, href = '/'): string {
  const link = { href, dataset: { home: 'en' }, getAttribute: () => link.href };
  const run = new Function('location', 'document', missingScript);
  run({ pathname }, { querySelectorAll: () => [link] });
  return link.href;
}

test.each([
  ['/en/attention/nothing/', '/en/'],
  ['/courses/ai/ar/x', '/courses/ai/en/'],
  ['/courses/ai/en', '/courses/ai/en/'],
  ['/courses/wrong', '/courses/en/'],
  ['/wrong', '/en/'],
  ['/arabic/x', '/arabic/en/'],
])('the way home from %s is %s', (path, home) => {
  expect(homeFrom(path)).toBe(home);
});

test('a known site address is left as it is', () => {
  expect(homeFrom('/en/x/', 'https://x.org/en/')).toBe('https://x.org/en/');
});
