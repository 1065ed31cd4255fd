import type { LessonPage } from './page.ts';
import { decodeViews } from './storedFile.ts';

/** Reads the JSON of a lesson's page, its stored views brought back to typed arrays. Runs in the browser. */
export function readLessonPage(json: string): LessonPage {
  const page = JSON.parse(json) as LessonPage;
  return { ...page, stored: decodeViews(page.stored) as LessonPage['stored'] };
}

export { encodeViews } from './storedFile.ts';
