// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { showDigits } from './digits.ts';

const html =
  '<article class="lesson"><p>في 12 صفًّا <code dir="ltr">x[3]</code> و <bdi dir="ltr">10 ms</bdi></p>' +
  '<section data-slot="cell" data-id="a"><p>7</p></section><p>16:9</p></article>';

test('digits turn in prose alone, and turn back', () => {
  document.body.innerHTML = html;
  showDigits(document, 'arabic');
  expect(document.body.textContent).toBe('في ١٢ صفًّا x[3] و 10 ms7١٦:٩');
  showDigits(document, 'latin');
  expect(document.body.innerHTML).toBe(html);
});
