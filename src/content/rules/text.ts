import type { PhrasingContent, Text } from 'mdast';
import type { Glossary } from '../../../lessons/schema.ts';
import { visit } from 'unist-util-visit';
import { findBareText } from '../isolates.ts';
import type { LoadedLesson } from '../lesson.ts';
import { renderMath } from '../math.ts';
import type { Problem } from '../problem.ts';
import { lineOf, type Prose } from '../prose.ts';
import { TERM_LINK } from '../render.ts';
import { findBanned } from '../terms.ts';

/** Words, formulas and numbers of the prose, one file at a time. */
export function textProblems(glossary: Glossary, lesson: LoadedLesson): Problem[] {
  return [lesson.prose.ar, lesson.prose.en].flatMap((prose) => [
    ...formulaProblems(prose),
    ...termProblems(glossary, prose),
    ...(prose.locale === 'ar' ? arabicProblems(glossary, prose) : []),
  ]);
}

function formulaProblems(prose: Prose): Problem[] {
  return prose.formulas.flatMap(({ tex, isDisplay, line }) => {
    try {
      renderMath(tex, isDisplay);
      return [];
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return [
        {
          file: prose.file,
          line,
          rule: 'formula-broken',
          message,
          fix: 'correct the TeX; a dollar sign that is money is written \\$',
        } as const,
      ];
    }
  });
}

function termProblems(glossary: Glossary, prose: Prose): Problem[] {
  return prose.links.flatMap(({ url, line }) => {
    const id = TERM_LINK.exec(url)?.[1];
    if (id === undefined || id in glossary) return [];
    return [
      {
        file: prose.file,
        line,
        rule: 'term-unknown',
        message: `the glossary has no term "${id}"`,
        fix: 'correct the id, or add the term to lessons/glossary.ts first',
      } as const,
    ];
  });
}

function arabicProblems(glossary: Glossary, prose: Prose): Problem[] {
  const problems: Problem[] = [];
  visit(prose.tree, 'text', (node: Text) => {
    const lineAt = (index: number) =>
      lineOf(node as PhrasingContent) + node.value.slice(0, index).split('\n').length - 1;
    for (const { word, id, index } of findBanned(glossary, node.value)) {
      const right = glossary[id]?.ar ?? '';
      problems.push({
        file: prose.file,
        line: lineAt(index),
        rule: 'term-banned',
        message: `«${word}» is not this course's word for ${glossary[id]?.en ?? id}`,
        fix: `write «${right}»`,
      });
    }
    // A message's {values} are isolated when they are filled in.
    const rest = node.value.replace(/\{\w+\}/g, (place) => ' '.repeat(place.length));
    for (const { kind, text, index } of findBareText(rest)) {
      problems.push({
        file: prose.file,
        line: lineAt(index),
        rule: kind === 'code' ? 'bare-code' : 'bare-number',
        message: `"${text}" stands bare in Arabic text and would be scrambled`,
        fix:
          text === '→'
            ? 'write ←, which points the way Arabic is read'
            : 'put code between backticks and mathematics between dollar signs',
      });
    }
  });
  return problems;
}
