import { describe, expect, it } from 'vitest';
import { gridCsv, toCsv } from './csv.ts';
import { fileName } from './download.ts';
import { dataBlob } from './Chart.tsx';

describe('toCsv', () => {
  it('follows RFC 4180: CRLF, quotes doubled, quotes only where needed', () => {
    expect(toCsv([['a', 'b,c', 'd"e', 'f\ng', 'h']])).toBe('a,"b,c","d""e","f\ng",h\r\n');
  });
  it('writes numbers in full and keeps −0, NaN and infinities readable by code', () => {
    expect(toCsv([[0.1 + 0.2, -0, NaN, -Infinity, 1e-9]])).toBe(
      '0.30000000000000004,-0,NaN,-Infinity,1e-9\r\n',
    );
  });
  it('leaves missing values empty and writes truth values', () => {
    expect(toCsv([[null, undefined, true, '']])).toBe(',,true,\r\n');
  });
  it('drops directional marks and keeps Arabic', () => {
    expect(toCsv([['\u2067حساب\u2069', '\u200e-5']])).toBe('حساب,-5\r\n');
  });
  it('disarms what a spreadsheet would run, but not negative numbers', () => {
    expect(toCsv([['=1+1', '@x', '-3.5', '+rm -rf']])).toBe("'=1+1,'@x,-3.5,'+rm -rf\r\n");
  });
  it('quotes outer spaces, which readers would trim', () => {
    expect(toCsv([[' a']])).toBe('" a"\r\n');
  });
});

it('writes a matrix with names, or indices where there are none', () => {
  const grid = { rows: 2, cols: 2, values: [1, 2, 3, 4] };
  expect(gridCsv(grid, ['The', 'it'])).toBe(',0,1\r\nThe,1,2\r\nit,3,4\r\n');
});

describe('fileName', () => {
  it.each([
    ['cell-scores', 'csv', 'cell-scores.csv'],
    ['خلية', 'png', 'figure.png'],
    ['a/b:c*?', 'svg', 'a-b-c.svg'],
    ['../../etc', 'csv', 'etc.csv'],
    ['é', 'csv', 'e.csv'],
  ])('%s → %s', (stem, extension, expected) => {
    expect(fileName(stem, extension)).toBe(expected);
  });
});

describe('dataBlob', () => {
  it('reads base64 bytes and percent-encoded text', async () => {
    const png = dataBlob('data:image/png;base64,AAH/');
    expect([...new Uint8Array(await png.arrayBuffer())]).toEqual([0, 1, 255]);
    const svg = dataBlob(`data:image/svg+xml,${encodeURIComponent('<svg>عربي</svg>')}`);
    expect([svg.type, await svg.text()]).toEqual(['image/svg+xml', '<svg>عربي</svg>']);
  });
  it('refuses other addresses', () => expect(() => dataBlob('https://x')).toThrow('internal'));
});
