import { outputsFile, readOutputs, readsLesson } from '../outputs.ts';
import type { LoadedLesson } from '../lesson.ts';
import { projectPath } from '../lesson.ts';
import type { Problem } from '../problem.ts';

/**
 * Recorded outputs that were made from other code, or never: readers would see empty places. A notice, since recording
 * itself needs a lesson that builds; `npm test` runs every cell and refuses what is not as recorded.
 */
export function recordedProblems(root: string, lesson: LoadedLesson): Problem[] {
  const locales = readsLesson(lesson) ? (['ar', 'en'] as const) : (['en'] as const);
  return locales
    .filter((locale) => !readOutputs(root, lesson, locale).isCurrent)
    .map((locale) => ({
      file: projectPath(root, outputsFile(lesson, locale)),
      line: 1,
      rule: 'outputs-stale',
      message:
        'these outputs were not recorded from the present cells, so the page shows none of them',
      fix: `Run npm run record ${lesson.id}; it names the cell when one fails.`,
      isNotice: true,
    }));
}
