import ts from 'typescript';
import { findImports, parseTypeScript } from '../imports.ts';
import type { LessonCode } from '../lesson.ts';
import { lineOfKey } from '../lessonData.ts';
import type { Problem } from '../problem.ts';

/** Labels and words of `lesson.ts` against the cells that use them. */
export function inputProblems(lesson: LessonCode): Problem[] {
  const problems: Problem[] = [];
  const file = parseTypeScript(lesson.cells.text);
  const makers = new Set(
    findImports(file)
      .filter(({ specifier }) => specifier === 'kit/input')
      .flatMap(({ names }) => names.filter(({ isType }) => !isType).map(({ local }) => local)),
  );
  const labels = lesson.data.labels ?? {};
  const words = lesson.data.words ?? {};
  const inputs = new Set<string>();
  const walk = (node: ts.Node): void => {
    const place = () =>
      lesson.cells.place(file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1);
    if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      makers.has(node.expression.text)
    ) {
      const id = node.arguments[0];
      if (id && ts.isStringLiteralLike(id)) {
        inputs.add(id.text);
        if (!(id.text in labels)) {
          problems.push({
            ...place(),
            rule: 'label-missing',
            message: `the input "${id.text}" has no label`,
            fix: `add labels: { ${JSON.stringify(id.text)}: { ar: '…', en: '…' } } to ${lesson.dataFile}`,
          });
        }
      }
    }
    const word = wordOf(node);
    if (word !== null && !(word in words)) {
      problems.push({
        ...place(),
        rule: 'word-missing',
        message: `lesson.words has no "${word}"`,
        fix: `add words: { ${word}: { ar: '…', en: '…' } } to ${lesson.dataFile}`,
      });
    }
    ts.forEachChild(node, walk);
  };
  walk(file);
  for (const id of Object.keys(labels)) {
    // An input whose id is computed cannot be seen: then no label is called unused.
    if (inputs.has(id) || lesson.cells.text.includes(`\${`)) continue;
    problems.push({
      file: lesson.dataFile,
      line: lineOfKey(lesson.dataText, id),
      rule: 'label-unused',
      message: `no input "${id}" in the cells`,
      fix: 'remove the label, or make the input',
    });
  }
  return problems;
}

/** The word that `lesson.words.name` or `lesson.words['name']` reads. */
function wordOf(node: ts.Node): string | null {
  const isWords = (inner: ts.Node) =>
    ts.isPropertyAccessExpression(inner) &&
    inner.name.text === 'words' &&
    ts.isIdentifier(inner.expression) &&
    inner.expression.text === 'lesson';
  if (ts.isPropertyAccessExpression(node) && isWords(node.expression)) return node.name.text;
  if (
    ts.isElementAccessExpression(node) &&
    isWords(node.expression) &&
    ts.isStringLiteralLike(node.argumentExpression)
  ) {
    return node.argumentExpression.text;
  }
  return null;
}
