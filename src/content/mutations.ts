import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from './problem.ts';
import type { TestCourse } from './testCourse.ts';

/** The lesson that is broken, and its files. */
export const dir = 'lessons/attention/one-head';
export const ar = `${dir}/ar.md`;
export const en = `${dir}/en.md`;
export const cells = `${dir}/cells.ts`;
const data = `${dir}/lesson.ts`;

/** One fault each: where it is put, and the rule, file and line that must be reported. */
export const mutations: readonly {
  readonly rule: Rule;
  readonly what: string;
  readonly edit: (files: TestCourse) => void;
  readonly file: string;
  /** A text on the line that must be named, as it is after the edit. */
  readonly at: string;
}[] = [
  {
    rule: 'front-matter',
    what: 'no question',
    edit: (c) => c.replace(en, 'question:', 'asks:'),
    file: en,
    at: '---',
  },
  {
    rule: 'markdown',
    what: 'HTML',
    edit: (c) => c.replace(en, 'Read one row.', '<b>Read</b> one row.'),
    file: en,
    at: '<b>Read</b>',
  },
  {
    rule: 'slot-unknown',
    what: 'a slot nobody knows',
    edit: (c) => c.replace(en, '::cell{#output}', '::cells{#output}'),
    file: en,
    at: '::cells{#output}',
  },
  {
    rule: 'slot-missing',
    what: 'a cell without its place',
    edit: (c) => c.replace(ar, '::cell{#scores}\n', ''),
    file: ar,
    at: '::cell{#vectors}',
  },
  {
    rule: 'slot-missing',
    what: 'a question in one language',
    edit: (c) => c.replace(ar, '::::recall{#where-order}', '::::recall{#elsewhere}'),
    file: ar,
    at: '::::\n\n::::recall{#elsewhere}',
  },
  {
    rule: 'slot-extra',
    what: 'a place without its cell',
    edit: (c) => c.replace(en, '::cell{#scale}', '::cell{#scale}\n\n::cell{#more}'),
    file: en,
    at: '::cell{#more}',
  },
  {
    rule: 'slot-extra',
    what: 'a cell in a figure’s place',
    edit: (c) => c.replace(en, '::cell{#output}', '::figure{#output}'),
    file: en,
    at: '::figure{#output}',
  },
  {
    rule: 'slot-order',
    what: 'cells in another order',
    edit: (c) => {
      c.replace(ar, '::cell{#weights}', '::cell{#x}');
      c.replace(ar, '::cell{#scale}', '::cell{#weights}');
      c.replace(ar, '::cell{#x}', '::cell{#scale}');
    },
    file: ar,
    at: '::cell{#scale}',
  },
  {
    rule: 'slot-grammar',
    what: 'a container that is not closed',
    edit: (c) =>
      c.write(
        en,
        c
          .read(en)
          .trimEnd()
          .replace(/\n::::$/, ''),
      ),
    file: en,
    at: '::::recall{#why-infinity}',
  },
  {
    rule: 'slot-grammar',
    what: 'two hints',
    edit: (c) => c.replace(ar, ':::hint\n', ':::after\n'),
    file: ar,
    at: '::::exercise{#mask}',
  },
  {
    rule: 'slot-grammar',
    what: 'two right answers',
    edit: (c) => c.replace(en, '- [ ] *it*', '- [x] *it*'),
    file: en,
    at: '::::predict{#highest}',
  },
  {
    rule: 'slot-grammar',
    what: 'another right answer',
    edit: (c) => {
      c.replace(ar, '- [x]', '- [ ]');
      c.replace(ar, '- [ ]', '- [x]');
    },
    file: ar,
    at: '::::predict{#highest}',
  },
  {
    rule: 'slot-grammar',
    what: 'a case without its source',
    edit: (c) => c.replace(en, ' year="2025"', ''),
    file: en,
    at: ':::production',
  },
  {
    rule: 'headings-differ',
    what: 'a section less',
    edit: (c) => c.replace(ar, '## لماذا نقسم؟\n', ''),
    file: ar,
    at: '::cell{#spread}',
  },
  {
    rule: 'formulas-differ',
    what: 'another display formula',
    edit: (c) => c.replace(ar, '\\out{O} =', '\\out{P} ='),
    file: ar,
    at: '$$\n\\out{P}',
  },
  {
    rule: 'formulas-differ',
    what: 'another inline formula',
    edit: (c) => c.replace(ar, '$\\sqrt{4} = 2$', '$\\sqrt{4} = 3$'),
    file: ar,
    at: '$\\sqrt{4} = 3$',
  },
  {
    rule: 'formula-one-line',
    what: 'a display formula on one line',
    edit: (c) => c.replace(en, 'Read the last row.', 'Read $$x$$ the last row.'),
    file: en,
    at: '$$x$$',
  },
  {
    rule: 'formula-broken',
    what: 'TeX that KaTeX refuses',
    edit: (c) => {
      c.replace(ar, '$e^{s}$', '$e^{s$');
      c.replace(en, '$e^{s}$', '$e^{s$');
    },
    file: en,
    at: '$e^{s$',
  },
  {
    rule: 'term-unknown',
    what: 'a term that the glossary lacks',
    edit: (c) => c.replace(en, 'term:query', 'term:question'),
    file: en,
    at: 'term:question',
  },
  {
    rule: 'term-banned',
    what: 'a forbidden word',
    edit: (c) => c.replace(ar, 'كل رمز قيم الرموز', 'كل توكن قيم الرموز'),
    file: ar,
    at: 'كل توكن',
  },
  {
    rule: 'duplicate-id',
    what: 'two cells of one name',
    edit: (c) => c.replace(cells, '//#cell output', '//#cell weights'),
    file: cells,
    at: "//#cell weights run=auto\nimport { matrix } from 'kit/show';\nimport { matMul",
  },
  {
    rule: 'duplicate-id',
    what: 'a slot twice',
    edit: (c) => c.replace(ar, '::cell{#output}', '::cell{#output}\n\n::cell{#output}'),
    file: ar,
    at: '::cell{#output}\n\nاقرأ',
  },
  {
    rule: 'cell-grammar',
    what: 'a marker nobody knows',
    edit: (c) => c.replace(cells, '//#starter', '//#begin'),
    file: cells,
    at: '//#begin',
  },
  {
    rule: 'cell-grammar',
    what: 'code among shared imports',
    edit: (c) => c.replace(cells, '//#starter', 'const stray = 1;\n//#starter'),
    file: cells,
    at: 'const stray',
  },
  {
    rule: 'cell-import',
    what: 'an import that another cell makes',
    edit: (c) =>
      c.replace(
        cells,
        "import { softmaxRows } from 'kit/tensor';\n\nconst weights",
        'const weights',
      ),
    file: cells,
    at: 'const weights = softmaxRows',
  },
  {
    rule: 'cell-import',
    what: 'an import that nobody uses',
    edit: (c) => c.replace(cells, 'import { matMul }', 'import { exp, matMul }'),
    file: cells,
    at: 'import { exp, matMul }',
  },
  {
    rule: 'cell-width',
    what: 'a line that is too long',
    edit: (c) =>
      c.replace(
        cells,
        'const weights = softmaxRows(scaled);',
        `const weights = softmaxRows(scaled); // ${'x'.repeat(40)}`,
      ),
    file: cells,
    at: 'xxx',
  },
  {
    rule: 'cell-identifier',
    what: 'an Arabic name',
    edit: (c) =>
      c.replace(cells, 'const measured = [];', 'const measured = [];\nconst مقيس = measured;'),
    file: cells,
    at: 'const مقيس',
  },
  {
    rule: 'translation-missing',
    what: 'a language less',
    edit: (c) => rmSync(join(c.root, ar)),
    file: ar,
    at: '',
  },
  {
    rule: 'translation-missing',
    what: 'a label in one language',
    edit: (c) => c.replace(data, "divisor: { ar: 'اقسم الدرجات على'", "divisor: { ar: ''"),
    file: data,
    at: 'divisor:',
  },
  {
    rule: 'label-missing',
    what: 'an input without a label',
    edit: (c) => c.replace(cells, "slider('divisor'", "slider('divider'"),
    file: cells,
    at: "slider('divider'",
  },
  {
    rule: 'label-unused',
    what: 'a label without its input',
    edit: (c) => {
      c.replace(cells, '`part-${i + 1}`', "'part-1'");
    },
    file: data,
    at: "'part-2'",
  },
  {
    rule: 'message-missing',
    what: 'a message that the check says and nobody wrote',
    edit: (c) => c.replace(cells, "'rows-sum'", "'rows-total'"),
    file: ar,
    at: '::::exercise{#mask}',
  },
  {
    rule: 'message-unused',
    what: 'a message that the check never says',
    edit: (c) => c.replace(cells, "'rows-sum'", "'future-leaks'"),
    file: en,
    at: ':::message{#rows-sum}',
  },
  {
    rule: 'word-missing',
    what: 'a word that lesson.ts lacks',
    edit: (c) => c.replace(cells, 'lesson.words.spread', 'lesson.words.width'),
    file: cells,
    at: 'lesson.words.width',
  },
  {
    rule: 'mark-unknown',
    what: 'a note about no mark',
    edit: (c) => c.replace(cells, ' /*§fit*/', ''),
    file: en,
    at: ':::note{cell=scores',
  },
  {
    rule: 'note-missing',
    what: 'a mark without its note',
    edit: (c) =>
      c.replace(
        cells,
        'const masked = maskFuture(scaled);',
        'const masked = maskFuture(scaled); /*§new*/',
      ),
    file: ar,
    at: '::cell{#masked}',
  },
  {
    rule: 'texts-length',
    what: 'lists of different length',
    edit: (c) => c.replace(data, "'فـ', ", ''),
    file: data,
    at: 'sentence:',
  },
  {
    rule: 'bare-number',
    what: 'half a formula in Arabic',
    edit: (c) => c.replace(ar, 'اقرأ صفًّا واحدًا.', 'اقرأ صفًّا واحدًا حيث D = 4.'),
    file: ar,
    at: 'حيث D',
  },
  {
    rule: 'bare-code',
    what: 'code in Arabic',
    edit: (c) => c.replace(ar, 'اقرأ صفًّا واحدًا.', 'اقرأ matMul() أولًا.'),
    file: ar,
    at: 'matMul()',
  },
  {
    rule: 'case-differs',
    what: 'a source that is quoted differently',
    edit: (c) => c.replace(ar, 'year="2025"', 'year="2024"'),
    file: ar,
    at: ':::production',
  },
  {
    rule: 'lesson-data',
    what: 'the id of another lesson',
    edit: (c) => c.replace(data, "id: 'attention/one-head'", "id: 'attention/two-heads'"),
    file: data,
    at: 'id:',
  },
  {
    rule: 'lesson-unlisted',
    what: 'a lesson in no part',
    edit: (c) => c.replace('lessons/index.ts', "'attention/one-head'", ''),
    file: 'lessons/index.ts',
    at: '',
  },
  {
    rule: 'link-unknown',
    what: 'a link to nowhere',
    edit: (c) => c.replace(en, '[FlashAttention](', '[Flash](flash.html) [FlashAttention]('),
    file: en,
    at: '(flash.html)',
  },
];
