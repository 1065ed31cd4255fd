import ts from 'typescript';
import { parseTypeScript } from '../imports.ts';
import type { LoadedLesson } from '../lesson.ts';
import type { Problem } from '../problem.ts';
import { partsOf } from '../slots.ts';

/** What a check can say against the messages that the prose has for it. */
export function checkProblems(lesson: LoadedLesson): Problem[] {
  const problems: Problem[] = [];
  for (const region of lesson.regions) {
    if (region.kind !== 'exercise' || !region.check) continue;
    const used = messagesOf(region.check.source);
    for (const prose of [lesson.prose.ar, lesson.prose.en]) {
      const slot = prose.slots.find(({ kind, id }) => kind === 'exercise' && id === region.id);
      if (!slot) continue;
      const known = new Map(
        partsOf(slot.node, 'message').map((part) => [
          part.attributes?.['id'] ?? '',
          part.position?.start.line ?? slot.line,
        ]),
      );
      for (const { id } of used) {
        if (known.has(id)) continue;
        problems.push({
          file: prose.file,
          line: slot.line,
          rule: 'message-missing',
          message: `the check can say "${id}", the exercise has no such message`,
          fix: `add :::message{#${id}} with what went wrong and where to look`,
        });
      }
      for (const [id, line] of known) {
        if (!id || used.some((found) => found.id === id)) continue;
        problems.push({
          file: prose.file,
          line,
          rule: 'message-unused',
          message: `the check never says "${id}"`,
          fix: 'remove the message, or use its id in //#check',
        });
      }
    }
  }
  return problems;
}

/** The ids in `message: 'some-id'` of a check. */
function messagesOf(source: string): { id: string }[] {
  const found: { id: string }[] = [];
  const walk = (node: ts.Node): void => {
    if (
      ts.isPropertyAssignment(node) &&
      node.name.getText() === 'message' &&
      ts.isStringLiteralLike(node.initializer)
    ) {
      found.push({ id: node.initializer.text });
    }
    ts.forEachChild(node, walk);
  };
  walk(parseTypeScript(source));
  return found;
}
