import { expect, test } from 'vitest';
import { joinFiles, pageCell, parseRegions, takeMarks } from './cells.ts';

const parse = (text: string) => parseRegions(joinFiles([{ file: 'cells.ts', text }]));

const lesson = `//#cell a run=auto

const one = 1;

//#figure f
one;
//#exercise x
import type { T } from 'kit/tensor';

//#starter
const two = 0;
//#solution
import { two } from 'kit/show';
const t: T = two;
//#check
import { check } from 'kit/check';
check(two);
//#cell b run=click
two;`;

test('regions know their kind, their run mode and the exact line of their code', () => {
  const { regions, problems } = parse(lesson);
  expect(problems).toEqual([]);
  expect(regions.map(({ kind, id, run, line }) => [kind, id, run, line])).toEqual([
    ['cell', 'a', 'auto', 1],
    ['figure', 'f', 'cost', 5],
    ['exercise', 'x', 'cost', 7],
    ['cell', 'b', 'click', 18],
  ]);
  expect(regions[0]!.body).toEqual({ source: 'const one = 1;', line: 3, span: [1, 4] });
  expect(regions[2]!.check).toMatchObject({ line: 16, span: [15, 17] });
});

test('an exercise gives each of its parts the shared imports, less those that it imports itself', () => {
  const cell = pageCell(parse(lesson).regions[2]!);
  expect(cell.source).toBe("import type { T } from 'kit/tensor';\n\nconst two = 0;");
  expect(cell.check).toBe(
    "import type { T } from 'kit/tensor';\n\nimport { check } from 'kit/check';\ncheck(two);",
  );
  const own = pageCell(parse(lesson.replace('{ two }', '{ T }')).regions[2]!);
  expect(own.solution).toBe("import { T } from 'kit/show';\nconst t: T = two;");
});

test('marks are taken out and keep their line', () => {
  expect(takeMarks('a(); /*§first*/ // [T]\nb();\nc(); /*§x*/ /*§y-2*/')).toEqual({
    source: 'a(); // [T]\nb();\nc();',
    marks: [
      { name: 'first', line: 1 },
      { name: 'x', line: 3 },
      { name: 'y-2', line: 3 },
    ],
  });
});

test('several files are one text, and every line knows its own file', () => {
  const cells = joinFiles([
    { file: 'cells/1.ts', text: '//#cell a\n1;\n' },
    { file: 'cells/2.ts', text: '\n//#cell a\r\n2;' },
  ]);
  const { problems } = parseRegions(cells);
  expect(problems).toMatchObject([{ file: 'cells/2.ts', line: 2, rule: 'duplicate-id' }]);
});

test.each([
  ['const x = 1;\n//#cell a\n', 1, 'before the first marker'],
  ['//#cell a\n//#sell b\n', 2, 'unknown marker'],
  ['//#cell\n1;', 1, 'without an id'],
  ['//#cell Scores\n1;', 1, 'no id'],
  ['//#cell a run=later\n1;', 1, 'unknown attribute'],
  ['//#cell a\n1;\n//#starter\n2;', 3, 'outside an exercise'],
  ['//#exercise a\n//#starter\n1;\n//#check\n2;', 1, 'no //#solution'],
  ['//#exercise a\n//#starter\n//#starter\n//#solution\n//#check', 3, 'a second //#starter'],
])('a fault of the markers has its line: %j', (text, line, message) => {
  expect(parse(text).problems).toContainEqual(
    expect.objectContaining({ line, message: expect.stringContaining(message) }),
  );
});
