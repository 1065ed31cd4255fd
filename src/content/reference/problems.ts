import type { LoadedCourse } from '../course.ts';
import { lineOfKey } from '../lessonData.ts';
import type { Problem } from '../problem.ts';
import { cellProblems } from '../rules/cells.ts';
import { inputProblems } from '../rules/inputs.ts';
import { readDoors, type Door } from './docs.ts';
import type { LoadedRoom } from './rooms.ts';

/** What is wrong with pages of the reference; default: all of them. */
export function referenceProblems(
  course: LoadedCourse,
  rooms: readonly LoadedRoom[] = [...course.rooms.values()],
): Problem[] {
  if (rooms.length === 0) return [];
  const doors = readDoors(course.root);
  return rooms.flatMap((room) => {
    const door = doors.find((each) => each.room === room.room);
    return [
      ...room.problems,
      ...(room.regions.length ? [...cellProblems(room), ...inputProblems(room)] : []),
      ...(door ? [...wordProblems(room, door), ...commentProblems(door)] : []),
    ];
  });
}

function wordProblems(room: LoadedRoom, door: Door): Problem[] {
  const problems: Problem[] = [];
  const report = (key: string, message: string, fix: string) =>
    problems.push({
      file: room.dataFile,
      line: lineOfKey(room.dataText, key),
      rule: 'reference',
      message,
      fix,
    });
  const { title, summary, examples, labels = {} } = room.words;
  for (const [key, value] of Object.entries({ title, summary, ...examples, ...labels })) {
    for (const locale of ['ar', 'en'] as const) {
      if (!value[locale]?.trim()) report(key, `"${key}" has no ${locale}`, 'write both languages');
    }
  }
  const names = door.entries.map(({ name }) => name);
  for (const [id, { of }] of Object.entries(examples)) {
    if (!room.regions.some((region) => region.id === id))
      report(id, `there is no cell "${id}"`, 'remove it, or write the cell in cells.ts');
    if (!names.includes(of))
      report(id, `kit/${room.room} exports no "${of}"`, 'name what the example is about');
  }
  for (const { id, kind, line } of room.regions) {
    const place = room.cells.place(line);
    if (!(id in examples)) {
      problems.push({
        ...place,
        rule: 'reference',
        message: `the example "${id}" has no title`,
        fix: `add ${JSON.stringify(id)}: { of: '…', ar: '…', en: '…' } to ${room.dataFile}`,
      });
    }
    if (kind !== 'cell') {
      problems.push({
        ...place,
        rule: 'reference',
        message: `a //#${kind} among the examples`,
        fix: 'an example is a //#cell',
      });
    }
  }
  return problems;
}

/** Names without a doc comment: told while the kit is being written, a fault in the tests. */
export function commentProblems(door: Door): Problem[] {
  return door.entries
    .filter(({ doc, isForeign }) => !isForeign && !doc?.summary)
    .map(({ name, file, line }) => ({
      file,
      line,
      rule: 'reference',
      message: `${name}, which kit/${door.room} exports, has no doc comment`,
      fix: 'say above it what it gives, shapes, units, defaults, errors and source',
      isNotice: true,
    }));
}
